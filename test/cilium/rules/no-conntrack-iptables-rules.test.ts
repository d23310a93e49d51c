import { expect, test } from '@jest/globals';
import { noConntrackIptablesRules } from '../../../lib/cilium/rules/no-conntrack-iptables-rules.ts';
import { ask, configMap, helm, objects } from '../../support/cilium.ts';

test('pods without connection tracking are an error', () => {
  expect(noConntrackIptablesRules(helm({ installNoConntrackIptablesRules: true }), ask())).toEqual([
    {
      rule: 'no-conntrack-iptables-rules',
      severity: 'error',
      place: 'values.yaml: installNoConntrackIptablesRules',
      value: '"true"',
      verdict: 'breaks routing peers on every version',
      reason:
        'Cilium then exempts pod traffic from connection tracking, which the masquerading of a routing peer needs.',
      source: 'pkg/datapath/iptables/iptables.go',
      remedy: 'Write false, or take it out.',
    },
  ]);
});

test.each([
  ['true', 1],
  ['T', 1],
  ['1', 1],
  ['false', 0],
  ['', 0],
])('in the ConfigMap, %j has %d findings, as Go reads it', (value, count) => {
  const config = objects(configMap({ 'install-no-conntrack-iptables-rules': value }));
  expect(noConntrackIptablesRules(config, ask('1.18'))).toHaveLength(count);
});
