import { expect, test } from '@jest/globals';
import { findingsOf } from '../../lib/cilium/findings-of.ts';
import { ask, configMap, helm, nodeConfig, objects } from '../support/cilium.ts';

test('errors come first, whatever the order of the rules', () => {
  const findings = findingsOf(
    helm({
      devices: 'wt0',
      bpf: { tproxy: true, masquerade: true },
      nodePort: { addresses: '0.0.0.0/0', directRoutingDevice: 'wt0' },
      egressMasqueradeInterfaces: 'wt0',
      loadBalancer: { acceleration: 'native' },
      installNoConntrackIptablesRules: true,
    }),
    ask(),
  );
  expect(findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([
    'error tunnel-selected',
    'error direct-routing-device',
    'error native-acceleration',
    'error no-conntrack-iptables-rules',
    'error egress-masquerade-interfaces',
    'warning node-port-addresses',
    'warning tproxy',
  ]);
});

test('what several nodes get from the same place is found once', () => {
  const config = objects(
    configMap({ devices: 'wt0' }),
    nodeConfig('a', 'a', { 'enable-bpf-tproxy': 'false' }),
    nodeConfig('b', 'b', { 'enable-bpf-tproxy': 'false' }),
  );
  expect(findingsOf(config, ask())).toHaveLength(1);
});

test('a value of the wrong type is the only finding at its place', () => {
  expect(findingsOf(helm({ devices: 5 }), ask()).map(({ rule }) => rule)).toEqual(['unknown-type']);
});
