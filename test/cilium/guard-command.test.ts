import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { guardCommand } from '../../lib/cilium/guard-command.ts';
import type { CommandOutcome } from '../../lib/command.ts';
import { inTemporaryFolder, root, runNode } from '../support/repository.ts';

/** Runs the command in a folder with these files. */
function guard(files: Readonly<Record<string, string>>, ...args: string[]) {
  const home = process.cwd();
  return inTemporaryFolder((folder) => {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    process.chdir(folder);
    try {
      return guardCommand.run(args) as CommandOutcome;
    } finally {
      process.chdir(home);
    }
  });
}

test('as a program, it prints its answer and exits with it', () => {
  inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'values.yaml'), 'devices: [eth0]\n');
    const run = (...args: string[]) => runNode([join(root, 'lib', 'cli.ts'), 'guard', ...args], { cwd: folder });
    expect(run('values.yaml', '--cilium', '1.16')).toEqual(
      expect.objectContaining({
        status: 0,
        stdout: 'values.yaml: wt0 is never selected (Cilium 1.16)\n',
        stderr: '',
      }),
    );
    expect(run('values.yaml', '--interface', 'eth0')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('values.yaml: 1 error\n'),
    });
    for (const [args, message] of [
      [['values.yaml', '--version', '1.16'], "Unknown option '--version'."],
      [['values.yaml', '--cilium'], "Option '--cilium <value>' argument missing"],
    ] as const) {
      const { status, stdout, stderr } = run(...args);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain(message);
      expect(stderr).toContain('\n\nUsage:\n  npm run guard -- <file>...');
    }
  });
});

test('a safe file exits with 0 and one line', () => {
  expect(guard({ 'values.yaml': 'devices: [eth0]\n' }, 'values.yaml', '--cilium', '1.16')).toMatchObject({
    exitCode: 0,
    stdout: 'values.yaml: wt0 is never selected (Cilium 1.16)',
  });
});

test('without a version the answer is for all', () => {
  expect(guard({ 'values.yaml': 'devices: [eth0]\n' }, 'values.yaml').stdout).toBe(
    'values.yaml: wt0 is never selected (Cilium 1.15 to 1.20)',
  );
});

test('errors exit with 1, each with its reason, and the number at the end', () => {
  const values = 'devices: w+\nbpf:\n  tproxy: true\n';
  expect(guard({ 'values.yaml': values }, 'values.yaml', '--cilium', '1.18')).toEqual({
    exitCode: 1,
    stderr: `error    tunnel-selected  values.yaml: devices     wt0 is selected on Cilium 1.18
warning  tproxy           values.yaml: bpf.tproxy  the hairpin drop is back on Cilium 1.18

error   values.yaml: devices = "w+"
  wt0 is selected on Cilium 1.18   (tunnel-selected)
      The entry "w+" is the first that matches, and a + at the end makes a prefix of it. Name the interfaces that Cilium shall use, for example eth0.
      Source: cilium#44982, and Cilium's device filter: pkg/datapath/linux/devices_controller.go

warning   values.yaml: bpf.tproxy = "true"
  the hairpin drop is back on Cilium 1.18   (tproxy)
      Should wt0 ever be a device, replies of the L7 load balancer are lost there, as on 1.16. Write false, or take it out.
      Source: cilium#44982

values.yaml: 1 error, 1 warning`,
  });
});

test('warnings are printed, and exit with 0', () => {
  const values = 'devices: eth0\nnodePort: { addresses: 0.0.0.0/0 }\n';
  const { exitCode, stdout } = guard({ 'values.yaml': values }, 'values.yaml');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/\n\nwarning {3}values\.yaml: nodePort\.addresses = "0\.0\.0\.0\/0"\n/);
  expect(stdout).toMatch(/\n\nvalues\.yaml: wt0 is never selected \(Cilium 1\.15 to 1\.20\); 1 warning$/);
});

test('several files are one cluster', () => {
  const files = {
    'values.yaml': 'devices: ""\n',
    'peer.yaml':
      'apiVersion: cilium.io/v2\nkind: CiliumNodeConfig\nmetadata: { name: a }\nspec: { nodeSelector: { matchLabels: { node: peer } }, defaults: { devices: eth0 } }\n',
  };
  const args = ['values.yaml', 'peer.yaml', '--node-labels'];
  expect(guard(files, ...args, 'node=peer,zone=a')).toMatchObject({
    exitCode: 0,
    stdout: 'values.yaml, peer.yaml: wt0 is never selected (Cilium 1.15 to 1.20)',
  });
  expect(guard(files, ...args, 'node=other').exitCode).toBe(1);
});

test('a file that does not have everything is not said to be safe', () => {
  const policy = 'apiVersion: cilium.io/v2\nkind: CiliumEgressGatewayPolicy\nmetadata: { name: a }\nspec: {}\n';
  expect(guard({ 'policy.yaml': policy }, 'policy.yaml', '--cilium', '1.18')).toMatchObject({
    exitCode: 0,
    stdout: 'policy.yaml: nothing in it selects wt0 (Cilium 1.18); the ConfigMap cilium-config was not given',
  });
  const { stdout = '' } = guard({ 'policy.yaml': policy }, 'policy.yaml', '--cilium', '1.18', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    ok: true,
    complete: false,
    verdict: 'nothing in it selects wt0 (Cilium 1.18); the ConfigMap cilium-config was not given',
  });
});

test('another interface can be asked about', () => {
  expect(guard({ 'values.yaml': 'devices: wt0\n' }, 'values.yaml', '--interface', 'nb0').exitCode).toBe(0);
});

test('--json prints one document', () => {
  const args = ['--json', 'values.yaml', '--cilium=1.16'];
  const { exitCode, stdout, stderr } = guard({ 'values.yaml': 'devices: wt0\n' }, ...args);
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: undefined });
  expect(stdout).toMatch(/^\{\n {2}"ok": false,\n/);
  expect(JSON.parse(stdout ?? '')).toEqual({
    ok: false,
    verdict: '1 error',
    complete: true,
    files: ['values.yaml'],
    interface: 'wt0',
    cilium: '1.16',
    judgedVersions: ['1.16'],
    nodeLabels: null,
    findings: [
      {
        rule: 'tunnel-selected',
        severity: 'error',
        place: 'values.yaml: devices',
        value: '"wt0"',
        verdict: 'wt0 is selected on Cilium 1.16',
        reason: 'The entry "wt0" is the first that matches, and names it.',
        source: "cilium#44982, and Cilium's device filter: pkg/datapath/linux/devices_controller.go",
        remedy: 'Name the interfaces that Cilium shall use, for example eth0.',
      },
    ],
  });
});

test('--json says of a safe configuration that it is, and for what it was asked', () => {
  const policy = 'devices: eth0\nnodePort: { addresses: 0.0.0.0/0 }\n';
  const { exitCode, stdout } = guard(
    { 'values.yaml': policy },
    'values.yaml',
    '--json',
    '--node-labels',
    'zone=a,tier=',
  );
  const plain = guard({ 'values.yaml': 'devices: eth0\n' }, 'values.yaml', '--json');
  expect(JSON.parse(plain.stdout ?? '')).toMatchObject({ ok: true, findings: [] });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout ?? '')).toMatchObject({
    ok: true,
    verdict: 'wt0 is never selected (Cilium 1.15 to 1.20); 1 warning',
    complete: true,
    cilium: null,
    judgedVersions: ['1.15', '1.16', '1.17', '1.18', '1.19', '1.20'],
    nodeLabels: { zone: 'a', tier: '' },
    findings: [{ rule: 'node-port-addresses' }],
  });
});

test('a file that cannot be read exits with 1', () => {
  expect(guard({}, 'values.yaml')).toEqual({
    exitCode: 1,
    stderr: `error  unreadable  values.yaml  cannot be judged

error   values.yaml
  cannot be judged   (unreadable)
      The file cannot be read (ENOENT). Give a file that exists and is readable.
      Source: the file itself

values.yaml: 1 error`,
  });
});

test.each([
  [[], 'No file is given.'],
  [['--json'], 'No file is given.'],
  [['values.yaml', '--cilium', '1.14'], '--cilium 1.14: Versions of Cilium before 1.15 select devices by other rules.'],
  [['values.yaml', '--interface', 'a/b'], '--interface a/b: The name of an interface has no "/"'],
  [['values.yaml', '--node-labels', '=a'], '--node-labels =a: "" is not the key of a label.'],
  [['values.yaml', '--node-labels', 'a'], '--node-labels a: The value of "a" is not that of a label'],
])('wrong usage %j exits with 2 and says what there is', (args, message) => {
  const { exitCode, stdout, stderr } = guard({}, ...args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: undefined });
  expect(stderr).toContain(message);
  expect(stderr).toContain('\n\nUsage:\n  npm run guard -- <file>...');
});

test('findings stand in a table of even columns, errors and warnings are counted', () => {
  const values =
    'devices: eth0 wt0\nnodePort: { addresses: 0.0.0.0/0, directRoutingDevice: wt0 }\nbpf: { tproxy: true }\n';
  const { stderr = '' } = guard({ 'values.yaml': values }, 'values.yaml');
  expect(stderr.split('\n\n').at(0)).toBe(
    `error    tunnel-selected        values.yaml: devices                       unsafe on every version
error    direct-routing-device  values.yaml: nodePort.directRoutingDevice  unsafe on every version
warning  node-port-addresses    values.yaml: nodePort.addresses            overlaps 100.64.0.0/10 on every version
warning  tproxy                 values.yaml: bpf.tproxy                    unsafe from 1.17, safe on 1.15–1.16`,
  );
  expect(stderr.split('\n\n').at(-1)).toBe('values.yaml: 2 errors, 2 warnings');
});

test('files that say nothing about Cilium do no harm beside one that does, but alone they are no answer', () => {
  const files = { 'values.yaml': 'devices: [eth0]\n', 'empty.yaml': 'apiVersion: v1\nkind: List\nitems: []\n' };
  expect(guard(files, 'values.yaml', 'empty.yaml').exitCode).toBe(0);
  const alone = guard(files, 'empty.yaml');
  expect(alone.exitCode).toBe(1);
  expect(alone.stderr).toContain('error   empty.yaml\n');
  expect(alone.stderr).toContain('Nothing in it configures Cilium.');
});

test('what to write is never the interface itself', () => {
  const policies = [
    '{ apiVersion: cilium.io/v2, kind: CiliumEgressGatewayPolicy, spec: { egressGateway: { interface: eth0 } } }',
    '{ apiVersion: cilium.io/v2alpha1, kind: CiliumL2AnnouncementPolicy, spec: { interfaces: [eth0] } }',
  ];
  const files = {
    'values.yaml': 'devices: eth0\nnodePort: { directRoutingDevice: eth0 }\n',
    'policies.yaml': policies.join('\n---\n'),
  };
  const { stdout = '' } = guard(files, 'values.yaml', 'policies.yaml', '--interface', 'eth0', '--json');
  const remedies: string[] = JSON.parse(stdout).findings.map(({ remedy }: { remedy: string }) => remedy);
  expect(remedies).toHaveLength(4);
  for (const remedy of remedies) expect(remedy).toMatch(/for example \^?eth1/);
});
