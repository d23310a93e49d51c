import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readNetbirdStatus } from '../../../lib/doctor/readings/netbird-status.ts';

const text = `OS: linux/amd64
Daemon version: 0.66.2
CLI version: 0.66.2
Profile: default
Management: Connected
Signal: Connected
Relays: 2/2 Available
Nameservers: 0/0 Available
FQDN: k8s-routing-peer.netbird.selfhosted
NetBird IP: 100.109.244.71/16
Interface type: Kernel
Quantum resistance: false
Lazy connection: false
SSH Server: Disabled
Networks: 192.168.1.0/24
Peers count: 1/1 Connected
`;

const json = {
  peers: { total: 1, connected: 1, details: null },
  daemonVersion: '0.66.2',
  management: { url: 'https://netbird.madhan.app:443', connected: true, error: '' },
  signal: { url: 'https://netbird.madhan.app:443', connected: true, error: '' },
  relays: { total: 2, available: 2, details: [] },
  netbirdIp: '100.109.244.71/16',
  publicKey: 'key',
  networks: ['192.168.1.0/24'],
};

const well = {
  management: { connected: true },
  signal: { connected: true },
  relays: { available: 2, total: 2 },
  peers: { connected: 1, total: 1 },
  address: '100.109.244.71',
  networks: ['192.168.1.0/24'],
  daemonVersion: '0.66.2',
};

test('text and JSON say the same', () => {
  expect(readNetbirdStatus(text)).toEqual(well);
  expect(readNetbirdStatus(JSON.stringify(json))).toEqual(well);
});

test.each(['NeedsLogin', 'LoginFailed', 'SessionExpired'])('%s is text, also for --json', (state) => {
  const output = `Daemon status: ${state}\n\nRun UP command to log in with SSO (interactive login):\n\n netbird up \n`;
  expect(readNetbirdStatus(output)).toEqual({ needsLogin: state });
});

test.each([
  [
    'Management: Disconnected, reason: rpc error: code = Unavailable',
    { connected: false, error: 'rpc error: code = Unavailable' },
  ],
  ['Management: Disconnected', { connected: false }],
  ['Management: Connected to https://netbird.madhan.app:443', { connected: true }],
])('%s', (line, management) => {
  expect(readNetbirdStatus(text.replace('Management: Connected', line))).toMatchObject({ management });
});

test('a dash stands for no network, and N/A for no address', () => {
  const changed = text.replace(/Networks: .*/, 'Networks: -').replace(/NetBird IP: .*/, 'NetBird IP: N/A');
  const status = readNetbirdStatus(changed);
  expect(status?.networks).toEqual([]);
  expect(status).not.toHaveProperty('address');
});

test('several networks stand side by side', () => {
  const changed = text.replace(/Networks: .*/, 'Networks: 10.0.0.0/8, 192.168.1.0/24');
  expect(readNetbirdStatus(changed)?.networks).toEqual(['10.0.0.0/8', '192.168.1.0/24']);
});

test('lists of JSON may be null', () => {
  expect(readNetbirdStatus(JSON.stringify({ ...json, networks: null, relays: null }))).toMatchObject({ networks: [] });
});

test('what is neither is not guessed', () => {
  expect(readNetbirdStatus('')).toBeUndefined();
  expect(readNetbirdStatus('{"peers": 1}')).toBeUndefined();
  expect(readNetbirdStatus('{"management": {"connected": true}')).toBeUndefined();
  expect(readNetbirdStatus('Error: failed to connect to daemon error: context deadline exceeded')).toBeUndefined();
});

test('whatever it is given, it does not throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.string().map((part) => text.slice(0, 90) + part),
      ),
      (output) => void readNetbirdStatus(output),
    ),
  );
});
