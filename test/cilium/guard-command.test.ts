import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inTemporaryFolder, type Outcome, root, runNode } from '../support/repository.ts';

/** Runs the command in a folder with these files. */
function guard(files: Readonly<Record<string, string>>, ...args: string[]): Outcome {
  return inTemporaryFolder((folder) => {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return runNode([join(root, 'lib', 'cli.ts'), 'guard', ...args], { cwd: folder });
  });
}

test('a safe file exits with 0 and one line', () => {
  expect(guard({ 'values.yaml': 'devices: [eth0]\n' }, 'values.yaml', '--cilium', '1.16')).toMatchObject({
    status: 0,
    stdout: 'values.yaml: wt0 is never selected (Cilium 1.16)\n',
    stderr: '',
  });
});

test('without a version the answer is for all', () => {
  expect(guard({ 'values.yaml': 'devices: [eth0]\n' }, 'values.yaml').stdout).toBe(
    'values.yaml: wt0 is never selected (Cilium 1.15 to 1.20)\n',
  );
});

test('errors exit with 1, each with its reason, and the number at the end', () => {
  const values = 'devices: w+\nbpf:\n  tproxy: true\n';
  expect(guard({ 'values.yaml': values }, 'values.yaml', '--cilium', '1.18')).toMatchObject({
    status: 1,
    stdout: '',
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

values.yaml: 1 error, 1 warning
`,
  });
});

test('warnings are printed, and exit with 0', () => {
  const values = 'devices: eth0\nnodePort: { addresses: 0.0.0.0/0 }\n';
  const { status, stdout } = guard({ 'values.yaml': values }, 'values.yaml');
  expect(status).toBe(0);
  expect(stdout).toMatch(/\n\nwarning {3}values\.yaml: nodePort\.addresses = "0\.0\.0\.0\/0"\n/);
  expect(stdout).toMatch(/\n\nvalues\.yaml: wt0 is never selected \(Cilium 1\.15 to 1\.20\); 1 warning\n$/);
});

test('several files are one cluster', () => {
  const files = {
    'values.yaml': 'devices: ""\n',
    'peer.yaml':
      'apiVersion: cilium.io/v2\nkind: CiliumNodeConfig\nmetadata: { name: a }\nspec: { nodeSelector: { matchLabels: { node: peer } }, defaults: { devices: eth0 } }\n',
  };
  const args = ['values.yaml', 'peer.yaml', '--node-labels'];
  expect(guard(files, ...args, 'node=peer,zone=a')).toMatchObject({
    status: 0,
    stdout: 'values.yaml, peer.yaml: wt0 is never selected (Cilium 1.15 to 1.20)\n',
  });
  expect(guard(files, ...args, 'node=other').status).toBe(1);
});

test('a file that does not have everything is not said to be safe', () => {
  const policy = 'apiVersion: cilium.io/v2\nkind: CiliumEgressGatewayPolicy\nmetadata: { name: a }\nspec: {}\n';
  expect(guard({ 'policy.yaml': policy }, 'policy.yaml', '--cilium', '1.18')).toMatchObject({
    status: 0,
    stdout: 'policy.yaml: nothing in it selects wt0 (Cilium 1.18); the ConfigMap cilium-config was not given\n',
  });
});

test('another interface can be asked about', () => {
  expect(guard({ 'values.yaml': 'devices: wt0\n' }, 'values.yaml', '--interface', 'nb0').status).toBe(0);
});

test('--json prints one document', () => {
  const { status, stdout, stderr } = guard(
    { 'values.yaml': 'devices: wt0\n' },
    '--json',
    'values.yaml',
    '--cilium=1.16',
  );
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    ok: false,
    files: ['values.yaml'],
    interface: 'wt0',
    cilium: '1.16',
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

test('a file that cannot be read exits with 1', () => {
  expect(guard({}, 'values.yaml')).toMatchObject({
    status: 1,
    stderr: `error  unreadable  values.yaml  cannot be judged

error   values.yaml
  cannot be judged   (unreadable)
      The file cannot be read (ENOENT). Give a file that exists and is readable.
      Source: the file itself

values.yaml: 1 error
`,
  });
});

test.each([
  [[], 'No file is given.'],
  [['--json'], 'No file is given.'],
  [['values.yaml', '--cilium', '1.14'], '--cilium 1.14: Versions of Cilium before 1.15 select devices by other rules.'],
  [['values.yaml', '--interface', 'a/b'], '--interface a/b: The name of an interface has no "/"'],
  [['values.yaml', '--node-labels', 'a'], '--node-labels a: The value of "a" is not that of a label'],
  [['values.yaml', '--version', '1.16'], "Unknown option '--version'."],
  [['values.yaml', '--cilium'], "Option '--cilium <value>' argument missing"],
])('wrong usage %j exits with 2 and says what there is', (args, message) => {
  const { status, stdout, stderr } = guard({}, ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).toContain('\n\nUsage:\n  npm run guard -- <file>...');
});

test('files that say nothing about Cilium do no harm beside one that does, but alone they are no answer', () => {
  const files = { 'values.yaml': 'devices: [eth0]\n', 'empty.yaml': 'apiVersion: v1\nkind: List\nitems: []\n' };
  expect(guard(files, 'values.yaml', 'empty.yaml').status).toBe(0);
  const alone = guard(files, 'empty.yaml');
  expect(alone.status).toBe(1);
  expect(alone.stderr).toContain('error   empty.yaml\n');
  expect(alone.stderr).toContain('Nothing in it configures Cilium.');
});
