import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Yaml } from 'cdk8s';
import type { DesiredRoute } from '../../../lib/netbird/management/desired-routes.ts';
import { ManagementServer } from '../../support/management-server.ts';
import { desired } from '../../support/netbird-account.ts';
import { type Outcome, root, runNodeMeanwhile } from '../../support/repository.ts';

let server: ManagementServer;
let folder: string;

beforeEach(async () => {
  server = await ManagementServer.start();
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-netbird-test-'));
  writeFileSync(join(folder, 'token'), `${server.token}\n`);
  writeSite([desired()]);
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function writeSite(routes: readonly DesiredRoute[], chart = 'netbird-routes', managementUrl = server.url): void {
  const file = join(folder, 'dist', chart, 'ConfigMap.netbird-routes.k8s.yaml');
  mkdirSync(dirname(file), { recursive: true });
  const data = { 'routes.json': JSON.stringify({ managementUrl, owner: 'home', routes }, undefined, 2) };
  writeFileSync(
    file,
    Yaml.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'netbird-routes' }, data }),
  );
}

/** Runs the command where that output is. */
function routes(...args: readonly string[]): Promise<Outcome> {
  return runNodeMeanwhile([join(root, 'lib', 'cli.ts'), 'routes', ...args], { cwd: folder });
}

const withToken = (...args: readonly string[]) => routes(...args, '--token-file', 'token');

test('plan says what would be done and exits with 3; apply does it; then there is nothing to do', async () => {
  server.addPeer('k8s-routing-peer');
  expect(await withToken('plan')).toEqual({
    status: 3,
    stdout: `  create  192.168.1.0/24  k8s-routing-peer  NetBird does not have it

${server.url}: 0 routes as wanted; 1 change to make: npm run routes -- apply
`,
    stderr: '',
  });
  expect(server.routes.size).toBe(0);
  expect(await withToken('apply')).toEqual({
    status: 0,
    stdout: `created  192.168.1.0/24  k8s-routing-peer  NetBird does not have it
${server.url}: 1 route as wanted
`,
    stderr: '',
  });
  expect(await withToken('plan')).toEqual({ status: 0, stdout: `${server.url}: 1 route as wanted\n`, stderr: '' });
});

test('a route that cannot be written exits with 1, with the reason and the fix', async () => {
  for (const subcommand of ['plan', 'apply']) {
    expect(await withToken(subcommand)).toEqual({
      status: 1,
      stdout: `problem   192.168.1.0/24 by k8s-routing-peer
      NetBird has no peer of the name "k8s-routing-peer".
      Look at the log of the routing peer, which registers under that name when it starts for the first time; if it has another name in NetBird, write that into registeredNames.

${server.url}: 0 routes as wanted, 1 problem
`,
      stderr: '',
    });
  }
});

test('list shows all routes, and whose they are', async () => {
  const { id: peer } = server.addPeer('k8s-routing-peer');
  await withToken('apply');
  server.addRoute({ network: '10.0.0.0/8', network_id: 'hand', peer: 'gone', metric: 100 });
  server.addRoute({ network: '10.1.0.0/16', description: 'x [cdk8s-netbird:west]', peer, enabled: false });
  const { status, stdout } = await withToken('list');
  expect(status).toBe(0);
  expect(
    stdout.replace(/ch8\w+/g, 'ID'),
  ).toBe(`  network         via                  state      metric  groups  network id           whose         id
  10.0.0.0/8      gone, which is gone  peer gone  100     All     hand                 made by hand  ID
  10.1.0.0/16     k8s-routing-peer     off        9999    All     lan                  west          ID
  192.168.1.0/24  k8s-routing-peer     connected  9999    All     home-192.168.1.0-24  this site     ID

${server.url}: 3 routes
`);
});

test('--json prints one document', async () => {
  server.addPeer('k8s-routing-peer');
  const place = { network: '192.168.1.0/24', networkId: 'home-192.168.1.0-24', via: 'k8s-routing-peer' };
  const action = { kind: 'create', ...place, reason: 'NetBird does not have it' };
  const nothing = {
    url: server.url,
    owner: 'home',
    done: [],
    failed: [],
    actions: [],
    kept: [],
    problems: [],
    warnings: [],
  };
  expect(JSON.parse((await withToken('plan', '--json')).stdout)).toEqual({ ...nothing, actions: [action] });
  expect(JSON.parse((await withToken('apply', '--json')).stdout)).toEqual({
    ...nothing,
    done: [action],
    kept: [{ id: expect.any(String), ...place }],
  });
  expect(JSON.parse((await withToken('list', '--json')).stdout)).toMatchObject({ routes: [{ owner: 'this site' }] });
});

test('--json prints a document of a run that breaks off too, with what it has done', async () => {
  server.addPeer('k8s-routing-peer');
  writeSite([desired(), desired({ network: '10.0.0.0/8' })]);
  let posts = 0;
  server.fault = ({ method }) => (method === 'POST' && ++posts === 2 ? { status: 403 } : undefined);
  const { status, stdout, stderr } = await withToken('apply', '--json');
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('(403)') });
  expect(JSON.parse(stdout)).toEqual({
    done: [expect.objectContaining({ kind: 'create' })],
    error: { reason: expect.stringContaining('(403)'), remedy: expect.any(String) },
  });
  rmSync(join(folder, 'dist'), { recursive: true });
  expect(JSON.parse((await withToken('list', '--json')).stdout)).toMatchObject({ done: [], error: {} });
});

test('a server that cannot be asked exits with 2, with the reason and the fix', async () => {
  writeFileSync(join(folder, 'token'), 'nbp_another');
  expect(await withToken('plan')).toEqual({
    status: 2,
    stdout: '',
    stderr: `${server.url} does not accept the API token of the file token (401).
      Its time has run out, it was deleted, or it is another server's: make a new personal access token in NetBird, and write it there.
`,
  });
});

test('without a token it says how to give one', async () => {
  expect(await routes('plan')).toMatchObject({
    status: 2,
    stderr:
      'There is no API token.\n      Write it to a file and name that by --token-file or NETBIRD_API_TOKEN_FILE, or set NETBIRD_API_TOKEN.\n',
  });
});

test('--url asks another address of the same server', async () => {
  writeSite([desired()], 'netbird-routes', 'https://netbird.invalid');
  server.addPeer('k8s-routing-peer');
  expect(await withToken('plan', '--url', server.url)).toMatchObject({ status: 3 });
});

test('without rendered routes, and with several, it says what to do', async () => {
  writeSite([desired()], 'west');
  expect((await withToken('plan')).stderr).toBe(
    'dist holds the routes of several: dist/netbird-routes/ConfigMap.netbird-routes.k8s.yaml, dist/west/ConfigMap.netbird-routes.k8s.yaml.\n      Name one of these files by --from.\n',
  );
  expect((await withToken('plan', '--from', 'dist/west/ConfigMap.netbird-routes.k8s.yaml')).status).toBe(1);
  const synth = 'Run npm run synth, or name by --from what it has written.';
  rmSync(join(folder, 'dist'), { recursive: true });
  expect(await failure('plan')).toEqual(['There is no folder dist.', synth]);
  mkdirSync(join(folder, 'dist'));
  expect(await failure('plan')).toEqual(['dist holds no ConfigMap.', synth]);
  const file = join('dist', 'ConfigMap.other.k8s.yaml');
  writeFileSync(join(folder, file), 'kind: ConfigMap\ndata: {}\n');
  expect(await failure('plan')).toEqual([
    'The site in dist has no routes.',
    'Compose a NetbirdNetworkRoutes in main.ts, and run npm run synth.',
  ]);
  expect(await failure('plan', '--from', file)).toEqual([
    `${file} is not a ConfigMap with routes.`,
    'Name one that npm run synth has written, or its folder.',
  ]);
  writeFileSync(join(folder, file), 'data:\n  routes.json: "\n');
  expect(await failure('plan')).toEqual([
    `${file} is not one document of YAML.`,
    'Run npm run synth, and use what it writes unchanged.',
  ]);
});

/** The reason and the remedy. */
async function failure(...args: readonly string[]): Promise<string[]> {
  const { status, stdout, stderr } = await withToken(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  return stderr.trimEnd().split('\n      ');
}

test('routes that synth did not write are refused', async () => {
  writeSite([{ ...desired(), network: '192.168.1.5/24' }]);
  expect((await withToken('apply')).stderr).toBe(
    'dist/netbird-routes/ConfigMap.netbird-routes.k8s.yaml does not hold the routes of a site.\n      Run npm run synth, and use what it writes unchanged.\n',
  );
});

test.each([
  [[], 'The first argument is plan, apply or list.'],
  [['nbp_secret'], 'The first argument is plan, apply or list.'],
  [['plan', 'nbp_secret'], 'plan takes options only; a token is never an argument.'],
  [['plan', '--token=nbp_secret'], "Unknown option '--token'"],
  [['plan', '--url', 'http://netbird.example.org'], '--url http://netbird.example.org: Keys would travel unencrypted'],
  [
    ['plan', '--url', 'https://n.example.org/api/v1'],
    'Only scheme, host and port of it are used. Write "https://n.exam',
  ],
  [['plan', '--url', 'https://me:nbp_secret@n.example.org'], '--url: A password in a URL ends up in Git.'],
])('wrong usage %j exits with 2, says what there is, and shows no secret', async (args, message) => {
  const { status, stdout, stderr } = await routes(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).toContain('\n\nUsage:\n  npm run routes -- plan|apply|list');
  expect(stderr).not.toContain('nbp_secret');
});
