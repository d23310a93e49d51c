import { expect, test } from '@jest/globals';
import { nativeAcceleration } from '../../../lib/cilium/rules/native-acceleration.ts';
import { ask, helm } from '../../support/cilium.ts';

const native = { loadBalancer: { acceleration: 'native' } };

test('native acceleration is refused unless the interface is provably no device', () => {
  expect(nativeAcceleration(helm({ ...native, devices: '!wt0 +' }), ask())).toEqual([
    {
      rule: 'native-acceleration',
      severity: 'error',
      place: 'values.yaml: loadBalancer.acceleration',
      value: '"native"',
      verdict: 'unsafe on 1.15–1.18, safe from 1.19',
      reason: 'XDP attaches to every device, a failure stops the agent, and nothing keeps wt0 out of the devices.',
      source: 'pkg/datapath/loader/xdp.go',
      remedy: 'Keep wt0 out of the devices, or write disabled or best-effort.',
    },
  ]);
  expect(nativeAcceleration(helm({ ...native, devices: '!wt0 +' }), ask('1.19'))).toEqual([]);
  expect(nativeAcceleration(helm({ loadBalancer: { acceleration: ' native\n' } }), ask('1.16'))).toMatchObject([
    { verdict: 'the agent fails when it selects wt0 on Cilium 1.16' },
  ]);
  expect(nativeAcceleration(helm({ ...native, devices: 'eth0' }), ask())).toEqual([]);
});

test.each(['disabled', 'best-effort', 'testing-only'])('%s is not judged', (acceleration) => {
  expect(nativeAcceleration(helm({ loadBalancer: { acceleration } }), ask())).toEqual([]);
});
