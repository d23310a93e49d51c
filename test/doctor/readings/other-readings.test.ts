import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readHttpOutcome } from '../../../lib/doctor/readings/http-status.ts';
import { readLinesByPath } from '../../../lib/doctor/readings/lines-by-path.ts';
import { readLinks } from '../../../lib/doctor/readings/links.ts';
import { readLogCauses } from '../../../lib/doctor/readings/log-causes.ts';
import { masqueradeRule, readNatRules } from '../../../lib/doctor/readings/nat-rules.ts';
import { readProfile } from '../../../lib/doctor/readings/persisted-profile.ts';
import { readRouteList } from '../../../lib/doctor/readings/route-list.ts';

test.each([
  ['  HTTP/1.1 401 Unauthorized\nwget: server returned error: HTTP/1.1 401 Unauthorized\n', { status: 401 }],
  ['  HTTP/1.1 302 Found\n  Location: /login\n  HTTP/1.1 200 OK\n', { status: 302 }],
  ['wget: server returned error: HTTP/1.1 502 Bad Gateway', { status: 502 }],
  ['< HTTP/2 302', { status: 302 }],
  ["wget: bad address 'netbird.madhan.app'", { error: 'name' }],
  ["wget: can't connect to remote host (192.168.1.220): Connection refused", { error: 'refused' }],
  ["wget: can't connect to remote host: No route to host", { error: 'refused' }],
  ['wget: download timed out', { error: 'timeout' }],
  [
    'ssl_client: netbird.madhan.app: certificate verification failed: certificate has expired\nwget: error getting response: Connection reset by peer',
    { error: 'certificate' },
  ],
  ['sh: wget: not found', { error: 'other' }],
  ['', { error: 'other' }],
])('an answer to HTTP: %j', (output, outcome) => {
  expect(readHttpOutcome(output)).toMatchObject(outcome);
});

test('values by path, of one line or several', () => {
  const output = '/a/b:1\n/c:x: y\n/c:z\ngrep: /d: No such file or directory\n';
  expect([...readLinesByPath(output)]).toEqual([
    ['/a/b', '1'],
    ['/c', 'x: y\nz'],
  ]);
});

test('rules with their counters', () => {
  const rules = readNatRules(
    '*nat\n:POSTROUTING ACCEPT [1:2]\n[7:420] -A POSTROUTING -s 100.109.0.0/16 -d 192.168.1.0/24 -j MASQUERADE\nCOMMIT\n',
  );
  expect(rules).toEqual([
    { chain: 'POSTROUTING', rule: '-s 100.109.0.0/16 -d 192.168.1.0/24 -j MASQUERADE', packets: 7 },
  ]);
  const [rule] = rules ?? [];
  expect(masqueradeRule(rules ?? [], { overlay: '100.109.0.0/16', network: '192.168.1.0/24' })).toBe(rule);
  expect(masqueradeRule(rules ?? [], { overlay: '100.109.0.0/16', network: '10.0.0.0/8' })).toBeUndefined();
});

test('an output that is no table is not an empty one', () => {
  expect(readNatRules('')).toBeUndefined();
  expect(readNatRules('*nat\nCOMMIT\n')).toEqual([]);
});

test('interfaces with their state and addresses', () => {
  const output =
    '[{"ifname":"wt0","flags":["POINTOPOINT","NOARP","UP"],"addr_info":[{"local":"100.109.244.71"},{}]},{"ifname":"eth1","flags":[]}]';
  expect(readLinks(output)).toEqual([
    { name: 'wt0', isUp: true, addresses: ['100.109.244.71'] },
    { name: 'eth1', isUp: false, addresses: [] },
  ]);
  expect(readLinks('Device "wt0" does not exist.')).toBeUndefined();
});

test('the flags in force, the first address being that of the management server', () => {
  const lines =
    '        "Scheme": "https",\n        "Host": "a.example.org:443",\n        "Scheme": "https",\n        "Host": "b.example.org",\n    "WgIface": "wt0",\n    "WgPort": 51820,\n    "DisableDNS": true,\n';
  expect(readProfile(lines)).toEqual({
    managementUrl: 'https://a.example.org:443',
    interfaceName: 'wt0',
    wireguardPort: '51820',
    disableDns: 'true',
  });
  expect(readProfile('grep: no such file')).toBeUndefined();
});

test('routes by their network, selected or not', () => {
  const output =
    'Available Networks:\n\n  - ID: lan\n    Network: 192.168.1.0/24\n    Status: Selected\n\n  - ID: other\n    Network: 10.0.0.0/8\n    Status: Not Selected\n\n  - ID: names\n    Domains: example.org\n    Status: Selected\n    Resolved IPs: -\n';
  expect(readRouteList(output)).toEqual([
    { id: 'lan', network: '192.168.1.0/24', isSelected: true },
    { id: 'other', network: '10.0.0.0/8', isSelected: false },
  ]);
  expect(readRouteList('No networks available.\n')).toEqual([]);
  expect(readRouteList('Error response from daemon: No such container: netbird-agent\n')).toBeUndefined();
});

test.each([
  ['setup key is invalid', /refuses the setup key/],
  ['invalid setup-key or no sso information provided, err: invalid UUID length: 8', /form of a UUID/],
  ['no peer auth method provided, please use a setup key or interactive SSO login', /no setup key/],
  ['tls: failed to verify certificate: x509: certificate has expired or is not yet valid', /certificate/],
  ['dial tcp: lookup netbird.madhan.app on 10.96.0.10:53: no such host', /resolve/],
  ['failed to create ipv4 raw socket: operation not permitted', /capability/],
  ['listen udp :51820: bind: address already in use', /port/],
  ['write /var/lib/netbird/state.json: no space left on device', /full/],
])('the cause of %s', (message, cause) => {
  const [known] = readLogCauses(
    `2026-01-01T00:00:00Z INFO started\n2026-01-01T00:00:01Z ERRO client/x.go:1: ${message}\n`,
  );
  expect(known?.cause).toMatch(cause);
  expect(known?.line).toContain(message);
});

test('the last error comes first, each cause once, and nothing that looks like a key is shown', () => {
  const log =
    'ERRO address already in use\nERRO setup key is invalid: 01234567-89ab-cdef-0123-456789abcdef\nERRO setup key is invalid\n';
  expect(readLogCauses(log).map(({ line }) => line)).toEqual([
    'ERRO setup key is invalid',
    'ERRO address already in use',
  ]);
  expect(readLogCauses('ERRO setup key is invalid: 01234567-89ab-cdef-0123-456789abcdef')[0]?.line).toMatch(
    /\(hidden\)$/,
  );
});

test('a log without a known error has no cause', () => {
  expect(readLogCauses('INFO connected\n')).toEqual([]);
});

test('whatever they are given, they do not throw', () => {
  const readers = [
    readHttpOutcome,
    readLinesByPath,
    readNatRules,
    readLinks,
    readProfile,
    readLogCauses,
    readRouteList,
  ];
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (output) => {
      for (const read of readers) read(output);
    }),
  );
});
