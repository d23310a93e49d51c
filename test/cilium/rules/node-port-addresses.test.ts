import { expect, test } from '@jest/globals';
import { nodePortAddresses } from '../../../lib/cilium/rules/node-port-addresses.ts';
import { ask, helm } from '../../support/cilium.ts';

const findings = (addresses: unknown) => nodePortAddresses(helm({ devices: 'eth0', nodePort: { addresses } }), ask());

test('addresses in the range of the overlay are warned of, each by itself', () => {
  expect(findings(['192.168.1.0/24', '100.109.0.0/16', '0.0.0.0/0'])).toEqual(
    ['"100.109.0.0/16"', '"0.0.0.0/0"'].map((value) => ({
      rule: 'node-port-addresses',
      severity: 'warning',
      place: 'values.yaml: nodePort.addresses',
      value,
      verdict: 'overlaps 100.64.0.0/10 on every version',
      reason: 'NetBird takes its addresses from 100.64.0.0/10: NodePorts would listen on those of the tunnel.',
      source: 'pkg/datapath/tables/node_address.go',
      remedy: 'Name the local network only, for example 192.168.1.0/24.',
    })),
  );
});

test('the verdict is for the version that is asked for', () => {
  const config = helm({ nodePort: { addresses: '0.0.0.0/0' } });
  expect(nodePortAddresses(config, ask('1.16'))).toMatchObject([{ verdict: 'overlaps 100.64.0.0/10 on Cilium 1.16' }]);
});

test('what is no network cannot be judged', () => {
  expect(findings('100.109.0.1/16')).toMatchObject([
    { verdict: 'cannot be judged', reason: 'Host bits are set.', remedy: 'Write "100.109.0.0/16".' },
  ]);
});

test.each([['192.168.1.0/24'], ['10.0.0.0/8,fd00::/8'], ['10.0.0.0/8, 100.0.0.0/10'], ['10.0.0.0/8, ,'], ['']])(
  '%j passes',
  (addresses) => {
    expect(findings(addresses)).toEqual([]);
  },
);
