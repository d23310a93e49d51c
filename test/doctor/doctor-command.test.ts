import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inTemporaryFolder, type Outcome, root, runNode } from '../support/repository.ts';

/** Runs the command with a kubeconfig whose only cluster does not answer. */
function doctor(args: readonly string[], env: Record<string, string> = {}, otherKubeconfig = ''): Outcome {
  return inTemporaryFolder((folder) => {
    const kubeconfig = join(folder, 'kubeconfig');
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'away', cluster: { server: 'https://127.0.0.1:1' } }],
      users: [{ name: 'me', user: { token: 'x' } }],
      contexts: [{ name: 'away', context: { cluster: 'away', user: 'me' } }],
      'current-context': 'away',
    };
    writeFileSync(kubeconfig, JSON.stringify(config));
    mkdirSync(join(folder, 'empty'));
    writeFileSync(join(folder, 'other'), otherKubeconfig);
    const folders = Object.fromEntries(
      Object.entries(env).map(([name, value]) => [name, value.replace('FOLDER', folder)]),
    );
    return runNode([join(root, 'lib', 'cli.ts'), 'doctor', ...args], { env: { KUBECONFIG: kubeconfig, ...folders } });
  });
}

test.each([
  [['--gateway', 'grafana.madhan.app'], '--gateway grafana.madhan.app: It is not an IPv4 address.'],
  [['--expect', 'ok'], '--expect ok: It is not an HTTP status, a whole number from 100 to 599.'],
  [['--timeout', '0'], '--timeout 0: It is not a whole number from 1 to 300.'],
  [['--far-side', 'root@bifrost'], '--far-side root@bifrost: It is not ssh: and a host.'],
  [['--far-side', 'ssh:-oProxyCommand=x'], 'It is not ssh: and a host.'],
  [['--far-side-container', 'a;b'], 'It is not the name of a container.'],
  [['--host', 'a b'], '--host a b: It is not the name of a host'],
  [['--nope'], "Unknown option '--nope'"],
  [['grafana'], 'Unexpected argument'],
])('wrong usage %j exits with 2 and says what there is', (args, message) => {
  const { status, stdout, stderr } = doctor(args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).toContain('\n\nUsage:\n  npm run doctor');
});

test('a cluster that does not answer exits with 2, and says which', () => {
  const { status, stderr } = doctor([]);
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /^The context away could not be examined\. The API server could not be asked: .*ECONNREFUSED.* kubectl --context away version\n$/,
  );
});

test('a context that does not exist is refused with those that do', () => {
  expect(doctor(['--context', 'home'])).toMatchObject({
    status: 2,
    stderr: 'The kubeconfig has no context home. There are: away. Choose one by --context.\n',
  });
});

test('where nobody has a kubeconfig, that is said, and no made-up cluster is asked', () => {
  expect(doctor([], { KUBECONFIG: '', HOME: 'FOLDER/empty' })).toMatchObject({
    status: 2,
    stderr:
      'There is no kubeconfig: neither $KUBECONFIG nor ~/.kube/config names a cluster. Set one of them to that of the cluster.\n',
  });
});

const BROKEN = 'users:\n- user:\n    token: hunter2\n  name: [\n';
const WITHOUT_CURRENT = 'contexts:\n- name: home\n  context: {cluster: a, user: b}\n';

test.each([
  [BROKEN, /^The kubeconfig cannot be read: [^\n]*\. Look at \$KUBECONFIG, or at ~\/\.kube\/config\.\n$/],
  ['{}', /^The kubeconfig has no contexts\. /],
  [WITHOUT_CURRENT, /^The kubeconfig has no current context\. There are: home\. Choose one by --context\.\n$/],
])('a kubeconfig without a usable context says so, and shows nothing of it: %j', (text, message) => {
  const { status, stderr } = doctor([], { KUBECONFIG: 'FOLDER/other' }, text);
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(message) });
  expect(stderr).not.toContain('hunter2');
});

test('a kubeconfig that is not there is named', () => {
  const { status, stderr } = doctor([], { KUBECONFIG: '/nowhere' });
  expect(status).toBe(2);
  expect(stderr).toMatch(/kubeconfig.*\/nowhere/);
});

test('without an output there is no site', () => {
  const { status, stderr } = doctor([], { CDK8S_OUTDIR: 'FOLDER/empty' });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^There is nothing in .*\. Run: npm run synth\n$/);
});

test('a replica that the site does not have is refused', () => {
  expect(doctor(['--replica', '3'])).toMatchObject({
    status: 2,
    stderr: '--replica 3: the peer has one replica, 0.\n',
  });
});

test('a peer that the site does not have is refused with those that it has', () => {
  const { status, stderr } = doctor(['--peer', 'other']);
  expect(status).toBe(2);
  expect(stderr).toBe('There is no routing peer for --peer other. Choose one by\n  --peer netbird/netbird-peer\n');
});
