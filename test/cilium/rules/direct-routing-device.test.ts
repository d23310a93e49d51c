import { expect, test } from '@jest/globals';
import { directRoutingDevice } from '../../../lib/cilium/rules/direct-routing-device.ts';
import { ask, helm } from '../../support/cilium.ts';

const config = (device: string) => helm({ devices: 'eth0', nodePort: { directRoutingDevice: device } });

test.each([
  ['wt0', 'unsafe on every version'],
  [' wt0 ', 'unsafe on every version'],
  ['w+', 'unsafe on every version'],
  ['eth0,wt0', 'unsafe on 1.15–1.16, safe from 1.17'],
  ['!wt0,+', 'unsafe on 1.15–1.16, safe from 1.17'],
  ['eth0', undefined],
  ['!wt0', undefined],
  ['!+', undefined],
  ['eth0 wt0', undefined],
  ['', undefined],
])('%j', (device, verdict) => {
  expect(directRoutingDevice(config(device), ask()).map((finding) => finding.verdict)).toStrictEqual(
    verdict === undefined ? [] : [verdict],
  );
});

test('where none is named there is nothing to find', () => {
  expect(directRoutingDevice(helm({ devices: 'eth0' }), ask())).toEqual([]);
});

test('a finding says where, what, why, and what to write', () => {
  expect(directRoutingDevice(config('wt0'), ask('1.16'))).toEqual([
    {
      rule: 'direct-routing-device',
      severity: 'error',
      place: 'values.yaml: nodePort.directRoutingDevice',
      value: '"wt0"',
      verdict: 'wt0 is the direct routing device on Cilium 1.16',
      reason:
        'Cilium would send traffic between nodes through wt0, and it can choose only what it has selected as a device.',
      source: 'pkg/datapath/tables/direct_routing_device.go (up to 1.16: pkg/datapath/linux/devices.go)',
      remedy: 'Name the interface that has the address of the node, for example eth0, or take it out.',
    },
  ]);
});
