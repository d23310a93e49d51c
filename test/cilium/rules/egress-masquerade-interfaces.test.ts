import { expect, test } from '@jest/globals';
import { egressMasqueradeInterfaces } from '../../../lib/cilium/rules/egress-masquerade-interfaces.ts';
import { ask, helm } from '../../support/cilium.ts';

const config = (interfaces: string, masquerade?: boolean) =>
  helm({ devices: 'eth0', egressMasqueradeInterfaces: interfaces, bpf: { masquerade } });

test.each([
  ['wt0', 1],
  ['eth0 wt0', 1],
  ['eth0,wt0', 1],
  ['wt+', 1],
  ['+', 1],
  ['wt++', 0],
  ['eth0', 0],
  [' eth0 , ', 0],
  ['', 0],
])('%j has %d findings', (interfaces, count) => {
  expect(egressMasqueradeInterfaces(config(interfaces), ask())).toHaveLength(count);
});

test('where none is named there is nothing to find', () => {
  expect(egressMasqueradeInterfaces(helm({ devices: 'eth0' }), ask())).toEqual([]);
});

test('masquerading into the tunnel is a warning', () => {
  expect(egressMasqueradeInterfaces(config('eth0 wt0', false), ask())).toEqual([
    {
      rule: 'egress-masquerade-interfaces',
      severity: 'warning',
      place: 'values.yaml: egressMasqueradeInterfaces',
      value: '"eth0 wt0"',
      verdict: 'masquerades into wt0 on every version',
      reason: "Pods that go out through wt0 get its address, so that NetBird's peers do not see theirs.",
      source: 'daemon/cmd/daemon.go and pkg/datapath/iptables/iptables.go',
      remedy: 'Take wt0 out.',
    },
  ]);
});

test('together with BPF masquerading it is an error: the agent does not start', () => {
  expect(egressMasqueradeInterfaces(config('wt0', true), ask('1.16'))).toMatchObject([
    {
      severity: 'error',
      verdict: 'the agent does not start on Cilium 1.16',
      reason: 'BPF masquerading does not allow to name interfaces: the agent stops.',
      remedy: 'Take it out.',
    },
  ]);
});
