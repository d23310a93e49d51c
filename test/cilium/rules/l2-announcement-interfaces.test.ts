import { expect, test } from '@jest/globals';
import { l2AnnouncementInterfaces } from '../../../lib/cilium/rules/l2-announcement-interfaces.ts';
import { ask, configMap, objects, policy } from '../../support/cilium.ts';

const l2 = (spec: object) => policy('CiliumL2AnnouncementPolicy', spec);
const findings = (interfaces: string[] | undefined, devices = 'eth0') =>
  l2AnnouncementInterfaces(objects(configMap({ devices }), l2({ interfaces })), ask());

test.each([
  [['^eth0$'], []],
  [['^eth[0-9]+$'], []],
  [['^wt0$'], ['would announce on wt0 on every version']],
  [['eth0', 't0'], ['would announce on wt0 on every version']],
  [['.'], ['would announce on wt0 on every version']],
  [[''], ['would announce on wt0 on every version']],
  [[], ['would announce on wt0 on every version']],
  [undefined, ['would announce on wt0 on every version']],
  [['(a+)+$'], ['cannot be judged']],
  [['(?i)ETH'], ['cannot be judged']],
  [['['], ['cannot be judged']],
])('interfaces %j', (interfaces, verdicts) => {
  expect(findings(interfaces).map(({ severity, verdict }) => [severity, verdict])).toEqual(
    verdicts.map((verdict) => ['warning', verdict]),
  );
});

test('where the interface may be a device, a match is an error', () => {
  expect(findings(['^eth0$', 'wt'], 'w+')).toEqual([
    {
      rule: 'l2-announcement-interfaces',
      severity: 'error',
      place: 'CiliumL2AnnouncementPolicy policy: spec.interfaces[1]',
      value: '"wt"',
      verdict: 'announces on wt0 on every version',
      reason: 'It is a regular expression, and matches wt0: it need not match the whole name.',
      source: 'pkg/l2announcer/l2announcer.go',
      remedy: 'Write the whole name of the interface, for example ^eth0$.',
    },
  ]);
  expect(findings(undefined, '')).toMatchObject([
    {
      severity: 'error',
      place: 'CiliumL2AnnouncementPolicy policy: spec.interfaces',
      reason: 'A policy without interfaces is for every device of the node.',
    },
  ]);
  expect(findings(undefined, '')[0]).not.toHaveProperty('value');
  expect(findings(['(a+)+'], 'w+')).toMatchObject([
    {
      severity: 'warning',
      reason: 'It is a regular expression of Go that is too long or too special to be judged here.',
    },
  ]);
});

test('a policy for other nodes is not judged, when the node is known', () => {
  const config = objects(l2({ nodeSelector: { matchLabels: { node: 'other' } } }));
  expect(l2AnnouncementInterfaces(config, ask('1.18', { node: 'peer' }))).toEqual([]);
  expect(l2AnnouncementInterfaces(objects(l2({})), ask('1.18', { node: 'peer' }))).toHaveLength(1);
  expect(l2AnnouncementInterfaces(config, ask('1.18'))).toMatchObject([
    { severity: 'warning', verdict: 'would announce on wt0 on Cilium 1.18' },
  ]);
});
