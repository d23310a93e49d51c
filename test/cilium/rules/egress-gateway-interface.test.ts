import { expect, test } from '@jest/globals';
import { egressGatewayInterface } from '../../../lib/cilium/rules/egress-gateway-interface.ts';
import { ask, objects, policy } from '../../support/cilium.ts';

const findings = (spec: object) =>
  egressGatewayInterface(objects(policy('CiliumEgressGatewayPolicy', spec)), ask('1.18'));

test('a gateway on the tunnel is an error', () => {
  expect(findings({ egressGateway: { interface: 'wt0' } })).toEqual([
    {
      rule: 'egress-gateway-interface',
      severity: 'error',
      place: 'CiliumEgressGatewayPolicy policy: spec.egressGateway.interface',
      value: '"wt0"',
      verdict: 'wt0 is the gateway on Cilium 1.18',
      reason: 'Cilium would translate addresses on wt0 and redirect packets into it, which has no Ethernet header.',
      source: 'pkg/egressgateway/policy.go',
      remedy: 'Name the interface to the local network, for example eth0.',
    },
  ]);
});

test('each of several gateways is judged', () => {
  expect(findings({ egressGateways: [{ interface: 'eth0' }, {}, { interface: 'wt0' }] })).toMatchObject([
    { place: 'CiliumEgressGatewayPolicy policy: spec.egressGateways[2].interface' },
  ]);
});

test.each([[{ interface: 'eth0' }], [{ interface: 'wt' }], [{ egressIP: '192.168.1.5' }], [{}]])(
  '%j passes',
  (gateway) => {
    expect(findings({ egressGateway: gateway })).toEqual([]);
  },
);
