import { expect, test } from '@jest/globals';
import { parseOptions } from '../../lib/doctor/doctor-options.ts';
import { getGatewayTarget, urlOf } from '../../lib/doctor/gateway-target.ts';
import { answering, failing, forbidden, site } from '../support/examination.ts';

function gateway(address: string, ...listeners: readonly (readonly [string, number])[]): object {
  return {
    metadata: { name: 'public', namespace: 'gateway' },
    spec: { listeners: listeners.map(([protocol, port]) => ({ name: protocol, protocol, port })) },
    status: { addresses: [{ type: 'IPAddress', value: address }] },
  };
}

const ask = (found: object, ...args: readonly string[]) =>
  getGatewayTarget(site, parseOptions(args), answering(found, '').inquiry);

test.each([
  [
    'HTTP is asked where it is offered',
    [
      ['HTTPS', 443],
      ['HTTP', 80],
    ],
    'http://192.168.1.220/',
  ],
  [
    'on its port',
    [
      ['HTTP', 8080],
      ['TLS', 443],
    ],
    'http://192.168.1.220:8080/',
  ],
  ['HTTPS where nothing else is', [['HTTPS', 443]], 'https://192.168.1.220/'],
  ['on its port', [['HTTPS', 8443]], 'https://192.168.1.220:8443/'],
  ['HTTP where nobody knows', [], 'http://192.168.1.220/'],
] as const)('%s', async (_, listeners, url) => {
  for (const args of [[], ['--gateway', '192.168.1.220']]) {
    const target = await ask(gateway('192.168.1.220', ...listeners), ...args);
    if (!target.ok) throw new Error(target.failure.message);
    expect(target.value.service).toBe('gateway-cilium-gateway-public');
    expect(urlOf(target.value, target.value.address)).toBe(url);
  }
});

test('a Gateway outside of the routed networks is not the one, unless it is named', async () => {
  expect(await ask(gateway('10.0.0.1'))).toMatchObject({
    ok: false,
    failure: {
      kind: 'not-found',
      message: 'No Gateway of the cluster has an address in the routed networks: they have 10.0.0.1.',
    },
  });
  expect(await ask(gateway('10.0.0.1'), '--gateway', '10.0.0.1')).toMatchObject({ ok: true });
});

test('an address that is given needs no permission', async () => {
  const { inquiry } = failing(forbidden);
  expect(await getGatewayTarget(site, parseOptions([]), inquiry)).toEqual(forbidden);
  expect(await getGatewayTarget(site, parseOptions(['--gateway', '192.168.1.9']), inquiry)).toEqual({
    ok: true,
    value: { address: '192.168.1.9', scheme: 'http', port: 80 },
  });
});
