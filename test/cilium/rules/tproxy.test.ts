import { expect, test } from '@jest/globals';
import { tproxy } from '../../../lib/cilium/rules/tproxy.ts';
import { ask, helm } from '../../support/cilium.ts';

const on = helm({ devices: 'eth0', bpf: { tproxy: true } });

test('the BPF proxy is warned of from 1.17 on', () => {
  expect(tproxy(on, ask())).toEqual([
    {
      rule: 'tproxy',
      severity: 'warning',
      place: 'values.yaml: bpf.tproxy',
      value: '"true"',
      verdict: 'unsafe from 1.17, safe on 1.15–1.16',
      reason: 'Should wt0 ever be a device, replies of the L7 load balancer are lost there, as on 1.16.',
      source: 'cilium#44982',
      remedy: 'Write false, or take it out.',
    },
  ]);
  expect(tproxy(on, ask('1.17'))).toMatchObject([{ verdict: 'the hairpin drop is back on Cilium 1.17' }]);
  expect(tproxy(on, ask('1.16'))).toEqual([]);
});

test.each([false, null, undefined])('%p passes', (value) => {
  expect(tproxy(helm({ bpf: { tproxy: value } }), ask())).toEqual([]);
});
