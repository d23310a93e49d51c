import { expect, test } from '@jest/globals';
import { agent } from '../../../lib/doctor/checks/agent.ts';
import { environment } from '../../../lib/doctor/checks/environment.ts';
import { forwarding } from '../../../lib/doctor/checks/forwarding.ts';
import { gateway } from '../../../lib/doctor/checks/gateway.ts';
import { gatewayNode } from '../../../lib/doctor/checks/gateway-node.ts';
import { management } from '../../../lib/doctor/checks/management.ts';
import { nat } from '../../../lib/doctor/checks/nat.ts';
import { tunnel } from '../../../lib/doctor/checks/tunnel.ts';
import { answered, unanswered } from '../../../lib/doctor/cluster/answer.ts';
import { readNetbirdStatus } from '../../../lib/doctor/readings/netbird-status.ts';
import { forbidden, known, notRunning, ran, site } from '../../support/examination.ts';

function client(output: string, log = '') {
  const status = readNetbirdStatus(output);
  if (status === undefined) throw new Error('That is no status.');
  return agent.judge({ status: answered(status), log: answered(log) }, known).findings;
}

const well =
  'Daemon version: 0.66.2\nManagement: Connected\nSignal: Connected\nRelays: 2/2 Available\nNetBird IP: 100.109.244.71/16\nNetworks: 192.168.1.0/24\nPeers count: 1/1 Connected\n';

test('a client that is connected is well', () => {
  expect(client(well)).toEqual([]);
});

test.each([
  [
    'Management: Connected',
    'Management: Disconnected, reason: context deadline exceeded',
    'problem',
    'the client is not connected to the management server',
  ],
  ['Signal: Connected', 'Signal: Disconnected', 'problem', 'the client is not connected to the signal service'],
  ['Relays: 2/2', 'Relays: 0/2', 'problem', 'no relay is available'],
  ['Relays: 2/2', 'Relays: 1/2', 'warning', '1 of 2 relays are not available'],
  ['Peers count: 1/1', 'Peers count: 0/3', 'problem', 'none of 3 peers is connected'],
  ['Peers count: 1/1', 'Peers count: 0/0', 'problem', 'the client sees no other peer'],
  ['Daemon version: 0.66.2', 'Daemon version: 0.65.0', 'warning', 'the client is of version 0.65.0, not 0.66.2'],
])('%s becomes %s', (line, otherwise, severity, what) => {
  expect(client(well.replace(line, otherwise))).toMatchObject([{ severity, what }]);
});

test('no relay at all is no fault: NetBird works without', () => {
  expect(client(well.replace('Relays: 2/2', 'Relays: 0/0'))).toEqual([]);
});

test('what the log knows is the cause', () => {
  const [finding] = client('Daemon status: LoginFailed\n', 'ERRO setup key is invalid\n');
  expect(finding).toMatchObject({ what: 'the client is not registered (LoginFailed)' });
  expect(finding?.cause).toContain('Its log says: ERRO setup key is invalid');
});

test('a client in a container that does not run is not reached', () => {
  expect(agent.judge({ status: notRunning }, known)).toMatchObject({
    findings: [],
    notReached: 'The container does not run.',
  });
});

test.each([
  ['  HTTP/1.1 401 Unauthorized\n', undefined],
  ['  HTTP/1.1 200 OK\n', 'the management server answers 200'],
  ['  HTTP/1.1 404 Not Found\n', 'the management server answers 404'],
  ['  HTTP/1.1 503 Service Unavailable\n', 'the management server answers 503'],
  ["wget: bad address 'x'\n", 'the pod cannot resolve netbird.madhan.app'],
])('the management server: %j', (stderr, what) => {
  expect(management.judge(ran('', 1, stderr), known).findings[0]?.what).toBe(what);
});

const sysctl = (forward: string, all: string, wt0: string) =>
  ran(
    `/proc/sys/net/ipv4/ip_forward:${forward}\n/proc/sys/net/ipv4/conf/all/rp_filter:${all}\n/proc/sys/net/ipv4/conf/wt0/rp_filter:${wt0}\n`,
  );

test.each([
  [sysctl('1', '0', '0'), []],
  [sysctl('1', '2', '1'), []], // the greater counts
  [sysctl('1', '1', '2'), []],
  [sysctl('1', '1', '0'), ['warning']],
  [sysctl('0', '0', '2'), ['problem']],
  [ran('', 2, 'grep: No such file'), ['unknown']],
])('forwarding %#', (run, severities) => {
  expect(forwarding.judge(run, known).findings.map(({ severity }) => severity)).toEqual(severities);
});

test('a value that could not be read counts as not looked at', () => {
  expect(forwarding.judge(ran('', 2), known).findings[0]).toMatchObject({
    what: 'Whether the node forwards is not known',
    failure: { kind: 'unintelligible' },
  });
});

test('a Gateway that was not asked is not called well', () => {
  const target = unanswered('not-found', 'No Gateway of the cluster has an address in the routed networks.');
  expect(gateway.judge({ target }, known)).toMatchObject({
    notReached: 'No Gateway of the cluster has an address in the routed networks. Name it by --gateway.',
  });
});

const rule = (packets: number) => `[${packets}:0] -A POSTROUTING -s 100.109.0.0/16 -d 192.168.1.0/24 -j MASQUERADE\n`;
const own = '[5:300] -A NETBIRD-RT-NAT -j MASQUERADE\n';
const table = (...rules: readonly string[]) => ran(`*nat\n:POSTROUTING ACCEPT [0:0]\n${rules.join('')}COMMIT\n`);

test.each([
  [table(rule(0)), []],
  [table(rule(7), own), []],
  [table(own), ['warning']],
  [table(), ['problem']],
  [table('[0:0] -A POSTROUTING -s 100.109.0.0/16 -d 10.0.0.0/8 -j MASQUERADE\n'), ['problem']],
  [ran('', 1, 'iptables-save: Permission denied'), ['unknown']],
])('masquerading %#', (run, severities) => {
  expect(nat.judge(run, known).findings.map(({ severity }) => severity)).toEqual(severities);
});

test('0 packets are explained, and not alarming', () => {
  const { evidence, byHand } = nat.judge(table(rule(0)), known);
  expect(evidence[0]).toBe(
    "the rule for 192.168.1.0/24 is there, 0 packets: that is normal, NetBird's own NAT comes first",
  );
  expect(evidence[1]).toContain("NetBird's own NAT is unknown");
  expect(byHand).toEqual(["NetBird's own NAT, on the node: nft list table ip netbird"]);
  expect(nat.judge(table(rule(0), own), known).byHand).toEqual([]);
});

test('a site that does not masquerade has a way back that nobody sees from here', () => {
  const other = { ...known, site: { ...site, peer: { ...site.peer, masquerade: [] } } };
  expect(nat.judge(table(), other).findings).toMatchObject([{ severity: 'unknown' }]);
  expect(nat.judge(table(own), other).findings).toEqual([]);
});

const profile = (otherwise: Readonly<Record<string, string>> = {}) => {
  const values = {
    Scheme: '"https"',
    Host: '"netbird.madhan.app:443"',
    WgIface: '"wt0"',
    WgPort: '51820',
    DisableDNS: 'true',
    ...otherwise,
  };
  return ran(
    Object.entries(values)
      .map(([name, value]) => `    "${name}": ${value},\n`)
      .join(''),
  );
};

test.each([
  [profile(), []],
  [profile({ Host: '"netbird.madhan.app"' }), []],
  [profile({ Host: '"other.example.org:443"' }), ['warning']],
  [profile({ WgPort: '51821' }), ['warning']],
  [profile({ WgIface: '"nb0"' }), ['problem']],
  [ran('', 1), []],
  [ran('', 2, 'grep: /var/lib/netbird/default.json: No such file or directory'), []],
  [ran('', 2, 'grep: /var/lib/netbird/default.json: Permission denied'), ['unknown']],
])('flags in force %#', (run, severities) => {
  expect(environment.judge(run, known).findings.map(({ severity }) => severity)).toEqual(severities);
});

const node = answered({
  metadata: { name: 'k8s-worker1' },
  status: { addresses: [{ type: 'InternalIP', address: '192.168.1.221' }], conditions: [] },
});
const connected = answered({ management: { connected: true }, address: '100.109.244.71', networks: [] });
const wt0 = (flags: readonly string[], ...addresses: readonly string[]) =>
  ran(JSON.stringify([{ ifname: 'wt0', flags, addr_info: addresses.map((local) => ({ local })) }]));

test.each([
  [wt0(['UP'], '100.109.244.71'), undefined],
  [wt0([], '100.109.244.71'), 'wt0 is down'],
  [wt0(['UP']), 'wt0 lacks the address 100.109.244.71'],
  [ran('[]'), 'wt0 does not exist on the node'],
  [wt0(['UP'], '100.109.9.9'), 'wt0 lacks the address 100.109.244.71'],
  [wt0(['UP'], '100.109.244.71', '192.168.1.221'), "the node calls the tunnel's address 192.168.1.221 its own"],
])('the tunnel interface %#', (links, what) => {
  expect(tunnel.judge({ links, status: connected, node }, known).findings[0]?.what).toBe(what);
});

test('an address that is given lies in the routed networks, or the far side never asks it', () => {
  const target = (address: string) => answered({ address, scheme: 'http' as const, port: 80 });
  const request = ran('', 0, 'HTTP/1.1 302 Found');
  expect(gateway.judge({ target: target('192.168.1.220'), request }, known).findings).toEqual([]);
  expect(gateway.judge({ target: target('10.0.0.1'), request }, known).findings).toMatchObject([
    { severity: 'warning', what: '10.0.0.1 is in none of the networks that the peer routes' },
  ]);
});

test('an interface without any address is a problem, with another one a warning', () => {
  const severity = (...addresses: readonly string[]) =>
    tunnel.judge({ links: wt0(['UP'], ...addresses), status: connected, node }, known).findings[0]?.severity;
  expect([severity(), severity('100.109.9.9')]).toEqual(['problem', 'warning']);
});

const service = 'gateway-cilium-gateway-public';
const lease = (holder: string, other = 'k8s-worker2') =>
  answered([
    { name: `cilium-l2announce-${service}`, holder },
    { name: 'cilium-l2announce-media-jellyfin', holder: other },
    { name: 'cilium-operator-resource-lock', holder: 'k8s-worker1' },
  ]);
const mark = (value: string) => ran(`/proc/sys/net/ipv4/conf/all/src_valid_mark:${value}\n`);

test.each([
  ['k8s-worker2', mark('1'), []],
  ['k8s-worker1', mark('0'), ['warning']],
  ['k8s-worker1', notRunning, ['warning']],
  ['k8s-worker1', forbidden, ['warning', 'unknown']],
  ['k8s-worker1', ran('', 2), ['warning', 'unknown']],
  ['k8s-worker1', mark('1'), ['problem']],
])('announced by %s', (holder, value, severities) => {
  const { findings } = gatewayNode.judge({ node, leases: lease(holder), mark: value, service }, known);
  expect(findings.map(({ severity }) => severity)).toEqual(severities);
});

test('another Service that the node announces is no fault, unless nobody knows which is that of the Gateway', () => {
  const evidence = { node, leases: lease('k8s-worker2', 'k8s-worker1'), mark: mark('1') };
  expect(gatewayNode.judge({ ...evidence, service }, known)).toMatchObject({
    evidence: [`announced: ${service} by k8s-worker2`, expect.stringContaining('src_valid_mark = 1')],
    findings: [],
  });
  for (const other of [{}, { service: 'gateway-cilium-gateway-with-a-long-name' }]) {
    expect(gatewayNode.judge({ ...evidence, ...other }, known).findings).toMatchObject([
      { severity: 'problem', what: "k8s-worker1 announces media-jellyfin, and is the peer's node" },
    ]);
  }
});
