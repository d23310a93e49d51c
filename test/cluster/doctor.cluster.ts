import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { checks } from '../../lib/doctor/checks/index.ts';
import { Inquiry } from '../../lib/doctor/cluster/inquiry.ts';
import { KubernetesApi } from '../../lib/doctor/cluster/kubernetes-api.ts';
import { parseOptions } from '../../lib/doctor/doctor-options.ts';
import { type Diagnosis, examine, exitCodeOf } from '../../lib/doctor/examine.ts';
import { viewManagement } from '../../lib/doctor/management-view.ts';
import { readSite } from '../../lib/doctor/read-site.ts';
import { TOKEN_VARIABLE } from '../../lib/netbird/management/api-token.ts';
import { root } from '../support/repository.ts';
import { findAssets } from './assets.ts';
import { ControlPlane } from './control-plane.ts';
import { type Fault, faults } from './doctor/faults.ts';
import { pageOf } from './doctor/page.ts';
import { ASK, CONTAINERS, Patient, POD, PROGRAMS, SETUP_KEY } from './doctor/patient.ts';
import { type AnyObject, Cluster } from './support/cluster.ts';
import { Containers } from './support/containers.ts';
import { eventually } from './support/eventually.ts';
import { hasControllers } from './support/workload.ts';

const DOCUMENT = join(root, 'docs', 'doctor-faults.md');
let sample = '';
const rows: { fault: string; diagnosis: Diagnosis }[] = [];

let plane: ControlPlane;
let patient: Patient;
let netbirdUrl: string;

/** A control plane of its own: its objects have the names of the design document's site. */
async function start(): Promise<void> {
  let containers: Containers | undefined;
  plane = await ControlPlane.start(findAssets() ?? '', (folder) => {
    containers = new Containers(folder, CONTAINERS, PROGRAMS);
    return containers;
  });
  if (containers === undefined) throw new Error('There are no containers.');
  patient = new Patient(new Cluster(plane.kubeconfig), containers);
  netbirdUrl = await patient.netbird.listen();
  await patient.install();
}

interface Asking {
  readonly args?: readonly string[];

  /** Of somebody else than the administrator. */
  readonly token?: string;
  readonly with?: Fault['with'];
}

/** Asks this cluster, as the command does. */
async function ask({ args = [], token, with: more }: Asking = {}) {
  const farSide = more === 'far-side' ? ['--far-side', 'ssh:bifrost'] : [];
  const options = parseOptions(['--host', 'grafana.madhan.app', '--expect', '302', ...farSide, ...args]);
  const site = readSite(join(root, 'dist'), options);
  if (typeof site === 'string') throw new Error(site);
  const interruption = new AbortController();
  const patience = { timeoutMs: options.timeoutMs, interruption: interruption.signal };
  const api = new KubernetesApi(login(token), patience);
  if (more === 'token') process.env[TOKEN_VARIABLE] = 'nbp_test';
  const management = viewManagement(netbirdUrl, undefined, patience);
  delete process.env[TOKEN_VARIABLE];
  const asked = { site, options, now: new Date(), interruption: interruption.signal };
  const examination = { ...asked, ...(management && { management }) };
  const diagnosis = await examine(checks, examination, { newInquiry: () => new Inquiry(api), context: 'test' });
  interruption.abort();
  return { ...diagnosis, asked: diagnosis.results.flatMap(({ asked }) => asked), exitCode: exitCodeOf(diagnosis) };
}

function login(token: string | undefined): KubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(plane.kubeconfig);
  const [cluster] = kubeConfig.getClusters();
  if (token !== undefined && cluster !== undefined)
    kubeConfig.loadFromClusterAndUser(cluster, { name: 'other', token });
  return kubeConfig;
}

const said = (findings: Diagnosis['causes']) =>
  findings.map(({ check, what, cause }) => ({ check, text: `${what}: ${cause}` }));

/** The one whose name begins so. */
function fault(name: string): Fault {
  const found = faults.find((one) => one.name.startsWith(name));
  if (found === undefined) throw new Error(`There is no fault ${name}.`);
  return found;
}

async function inject(fault: Fault): Promise<() => Promise<void>> {
  const undo = await fault.inject(patient);
  return async () => {
    await undo?.();
    patient.answerWell();
  };
}

(hasControllers ? describe : describe.skip)('on a real API server', () => {
  beforeAll(start, 90_000);
  afterAll(async () => {
    patient?.netbird.close();
    await plane?.stop({ keepLogs: false });
  }, 30_000);

  test('a cluster that is well has no problem, no warning and nothing unknown, and is looked at in 10 seconds', async () => {
    const started = performance.now();
    const diagnosis = await ask();
    const seconds = (performance.now() - started) / 1000;
    const { causes, followers, warnings, unknowns, exitCode } = diagnosis;
    expect({ causes, followers, warnings, unknowns, exitCode }).toEqual({
      causes: [],
      followers: [],
      warnings: [],
      unknowns: [],
      exitCode: 0,
    });
    // Nobody asked for the far side.
    expect(diagnosis.results.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual(
      checks.map(({ name }) => `${name} ${name === 'far-side' ? 'not-reached' : 'ok'}`),
    );
    expect(seconds).toBeLessThan(10);
    rows.push({ fault: 'none', diagnosis });
  });

  test.each(['token', 'far-side'] as const)('it is well too where a %s shows more', async (more) => {
    const { causes, warnings, unknowns, results, exitCode } = await ask({ with: more });
    expect({ causes, warnings, unknowns, exitCode }).toEqual({ causes: [], warnings: [], unknowns: [], exitCode: 0 });
    const evidence = results.flatMap(({ judgement }) => judgement.evidence).join('\n');
    expect(evidence).toContain(
      { token: 'in use is k8s-routing-peer (peer-in-use)', 'far-side': 'bifrost was asked by ssh' }[more],
    );
  });

  test('a token that NetBird does not accept is said to be so, and the client is believed', async () => {
    patient.netbird.account = { peers: [], routes: [], groups: [], version: '' };
    process.env[`${TOKEN_VARIABLE}_FILE`] = join(plane.folder, 'wrong-token');
    writeFileSync(join(plane.folder, 'wrong-token'), 'nbp_wrong');
    try {
      const { unknowns, causes } = await ask();
      expect(causes).toEqual([]);
      expect(unknowns.map(({ check, failure }) => `${check}: ${failure?.kind}`)).toEqual([
        'identity: unauthorized',
        'route: unauthorized',
      ]);
    } finally {
      delete process.env[`${TOKEN_VARIABLE}_FILE`];
      patient.answerWell();
    }
  });

  test.each(faults.map((fault) => [fault.name, fault] as const))('%s', async (name, fault) => {
    const undo = await inject(fault);
    try {
      const diagnosis = await ask(fault);
      const { causes, warnings, unknowns, exitCode } = diagnosis;
      const [named, others] = fault.isWarning ? [warnings, causes] : [causes, warnings];
      expect(said(named)).toEqual([{ check: fault.check, text: expect.stringMatching(fault.says) }]);
      expect(said(others)).toEqual([]);
      expect(said(unknowns)).toEqual([]);
      expect(exitCode).toBe(fault.isWarning ? 0 : 1);
      rows.push({ fault: name, diagnosis });
    } finally {
      await undo();
    }
  });

  test.each([
    ['the Secret lacks', 'wt0 is a device, by an agent'],
    ['OpenBao is sealed', 'NOTRACK'],
    ['somebody changed', 'no route, or'],
    ['no route, or', 'the MASQUERADE rule'],
    ['the node does not forward', 'wt0 is a device, by another'],
    ['a policy is not bound', 'wt0 is down'],
    ['the pod cannot resolve', 'the Gateway has no route'],
    ['the init container', 'NOTRACK'],
    ['the sync failed, at', 'the claim is not bound'],
  ])('two at once: %s, and %s', async (...names) => {
    const both = names.map(fault);
    const undo: (() => Promise<void>)[] = [];
    try {
      for (const one of both) undo.push(await inject(one));
      const { causes } = await ask();
      expect(said(causes)).toEqual(both.map(({ check, says }) => ({ check, text: expect.stringMatching(says) })));
    } finally {
      for (const one of undo.reverse()) await one();
    }
  });

  describe('what stands in the way of looking', () => {
    test('a program that hangs ends with the time, and the rest is known', async () => {
      patient.containers.answer('netbird', ASK.nat, { seconds: 30 });
      try {
        const started = performance.now();
        const { results, unknowns, exitCode } = await ask({ args: ['--timeout', '2'] });
        expect(performance.now() - started).toBeLessThan(5_000);
        expect(unknowns.map(({ check, cause }) => `${check}: ${cause}`)).toEqual([
          'nat: There was no answer within 2 s.',
        ]);
        expect(results.filter(({ verdict }) => verdict !== 'ok').map(({ name }) => name)).toEqual(['far-side', 'nat']);
        expect(exitCode).toBe(2);
      } finally {
        patient.answerWell();
      }
    });

    test('of 10 MB of log only the end is read', async () => {
      const line = 'INFO client/internal/engine.go:1: nothing worth telling, over and over again, in a long line';
      const log = `${Array.from({ length: 110_000 }, () => line).join('\n')}\nERRO setup key is invalid\n`;
      expect(log.length).toBeGreaterThan(10_000_000);
      patient.containers.log('netbird', log);
      patient.containers.answer('netbird', ASK.status, { stdout: 'Daemon status: NeedsLogin\n' });
      patient.containers.answer('netbird', ASK.links, { stdout: '[]' });
      try {
        const { causes } = await ask();
        expect(said(causes)).toEqual([{ check: 'agent', text: expect.stringMatching(/refuses the setup key/) }]);
      } finally {
        patient.answerWell();
      }
    });

    test('a program that prints without end is left', async () => {
      patient.containers.answer('netbird', ASK.nat, { stdout: 'x'.repeat(5_000_000) });
      try {
        const { unknowns } = await ask();
        expect(unknowns.map(({ check }) => check)).toEqual(['nat']);
      } finally {
        patient.answerWell();
      }
    });

    test('an agent of 1.14 is asked by the name that its tool had, and understood', async () => {
      const text = 'KubeProxyReplacement:   Strict   [eth0 192.168.1.221 (Direct Routing), wt0 100.109.244.71]\n';
      patient.containers.answer('cilium-agent', 'cilium-dbg status -o json', undefined);
      patient.containers.answer('cilium-agent', 'cilium status -o json', { stdout: text });
      try {
        const { causes, asked } = await ask();
        expect(said(causes)).toEqual([{ check: 'cilium-devices', text: expect.stringMatching(/Cilium uses wt0/) }]);
        expect(asked).toContainEqual(expect.stringContaining('-- cilium status -o json'));
      } finally {
        patient.answerWell();
      }
    });

    test('a program that the container lacks leaves its check unknown', async () => {
      patient.containers.answer('netbird', ASK.nat, undefined);
      patient.containers.answer('netbird', ASK.mounts, undefined);
      patient.containers.answer('netbird', ASK.profile, undefined);
      try {
        const { unknowns, exitCode } = await ask();
        expect(unknowns.map(({ check, cause }) => `${check}: ${cause}`)).toEqual([
          'identity: The container cannot run cat.',
          'nat: The container cannot run iptables-save.',
          'environment: The container cannot run grep.',
        ]);
        expect(exitCode).toBe(2);
      } finally {
        patient.answerWell();
      }
    });

    test('a pod that is deleted while it is asked has a verdict', async () => {
      for (const command of Object.values(ASK)) patient.containers.answer('netbird', command, { seconds: 5 });
      try {
        const running = ask();
        await new Promise((resolve) => setTimeout(resolve, 500));
        await patient.cluster.delete(POD);
        const { results } = await running;
        expect(results.map(({ verdict }) => verdict)).not.toContain(undefined);
      } finally {
        patient.answerWell();
        await patient.podAgain();
      }
    });

    test('credentials that are not accepted are said to be so', async () => {
      const { unknowns, exitCode } = await ask({ token: 'expired' });
      expect(new Set(unknowns.map(({ failure }) => failure?.kind))).toEqual(new Set(['unauthorized']));
      expect(exitCode).toBe(2);
    });
  });

  describe('as a command', () => {
    function run(...args: string[]) {
      const child = spawn(process.execPath, [join(root, 'lib', 'cli.ts'), 'doctor', ...args], {
        cwd: root,
        env: { ...process.env, NODE_OPTIONS: '', KUBECONFIG: plane.kubeconfig },
      });
      const output = { stdout: '', stderr: '' };
      child.stdout.on('data', (text) => {
        output.stdout += text;
      });
      child.stderr.on('data', (text) => {
        output.stderr += text;
      });
      const ended = new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) =>
        child.on('close', (status) => resolve({ status, ...output })),
      );
      return { child, ended };
    }

    test('what is wrong stands on top, with what to do; every check has a line; nothing is coloured', async () => {
      const undo = await inject(fault('wt0 is a device, by another'));
      try {
        const { status, stdout, stderr } = await run('--host', 'grafana.madhan.app', '--expect', '302').ended;
        expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
        sample = stdout;
        expect(stdout).toMatch(
          /^netbird\/netbird-peer-0 \(test\): 1 problem\n\n {2}Cilium uses wt0 on k8s-worker1 {3}\(cilium-devices\)\n/,
        );
        expect(stdout).toContain(
          'Asked: kubectl --context test -n kube-system exec cilium-abcde -c cilium-agent -- cilium-dbg status -o json',
        );
        for (const { name } of checks) expect(stdout).toContain(`\n  ${name} `);
        expect(stdout).not.toContain('\u001b');
        expect(stdout).not.toContain(SETUP_KEY);
      } finally {
        await undo();
      }
    });

    test('--json is one document, with every command that was asked and without the setup key', async () => {
      const { status, stdout } = await run('--json', '--host', 'grafana.madhan.app', '--expect', '302').ended;
      expect(status).toBe(0);
      const { healthy, checks: all } = JSON.parse(stdout);
      expect(healthy).toBe(true);
      expect(all.map(({ name }: AnyObject) => name)).toEqual(checks.map(({ name }) => name));
      const asked = all.flatMap((check: AnyObject) => check.asked);
      expect(asked).toContain('kubectl --context test -n netbird describe secrets netbird-setup-key');
      for (const command of asked) expect(command).toMatch(/^kubectl --context test /);
      expect(stdout).not.toContain(SETUP_KEY);
      expect(stdout).not.toContain(Buffer.from(SETUP_KEY).toString('base64'));
    });

    test('interrupted, it ends at once, whatever it waits for', async () => {
      patient.containers.answer('netbird', ASK.nat, { seconds: 20 });
      try {
        const { child, ended } = run();
        await new Promise((resolve) => setTimeout(resolve, 2_000));
        const interrupted = performance.now();
        child.kill('SIGINT');
        expect(await ended).toMatchObject({ status: 2, stdout: '', stderr: 'Interrupted.\n' });
        expect(performance.now() - interrupted).toBeLessThan(1_000);
      } finally {
        patient.answerWell();
      }
    });
  });

  describe('as a ServiceAccount', () => {
    const document = readFileSync(join(root, 'docs', 'doctor.md'), 'utf8');
    const roles: AnyObject[] = parseAllDocuments(/```yaml\n([\s\S]*?)```/.exec(document)?.[1] ?? '').map((one) =>
      one.toJS(),
    );

    /** A token of an account that may do what these roles say. */
    async function account(name: string, allowed: readonly AnyObject[]): Promise<string> {
      await patient.cluster.apply({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name, namespace: 'netbird' },
      });
      for (const role of allowed) {
        await patient.cluster.apply(role);
        await patient.cluster.apply({
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: `${role.kind}Binding`,
          metadata: { name, ...(role.metadata.namespace && { namespace: role.metadata.namespace }) },
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: role.kind, name: role.metadata.name },
          subjects: [{ kind: 'ServiceAccount', name, namespace: 'netbird' }],
        });
      }
      return patient.cluster.token('netbird', name);
    }

    test('the roles in the documentation are all it needs', async () => {
      const token = await account('doctor', roles);
      await eventually(async () => {
        const { unknowns, exitCode } = await ask({ token });
        expect(said(unknowns)).toEqual([]);
        expect(exitCode).toBe(0);
      });
    });

    test('without the namespace of Cilium, its checks name the missing permission, and the others go on', async () => {
      const token = await account(
        'half',
        roles.filter(({ metadata }) => metadata.namespace !== 'kube-system'),
      );
      const { unknowns, results, exitCode } = await ask({ token });
      expect(unknowns.map(({ check, cause }) => `${check}: ${cause}`)).toEqual(
        expect.arrayContaining([
          'cilium-devices: The permission is missing: list pods in namespace kube-system.',
          'gateway-node: The permission is missing: list leases.coordination.k8s.io in namespace kube-system.',
        ]),
      );
      expect(results.find(({ name }) => name === 'agent')?.verdict).toBe('ok');
      expect(exitCode).toBe(2);
    });

    test('without any permission every check says what is missing, and nothing is called a problem', async () => {
      const token = await account('nobody', []);
      const { causes, unknowns, exitCode } = await ask({ token });
      expect(causes).toEqual([]);
      expect(new Set(unknowns.map(({ failure }) => failure?.kind))).toEqual(new Set(['forbidden']));
      expect(exitCode).toBe(2);
    });
  });

  test('the page in the documentation is what this suite found', () => {
    const page = pageOf(rows, sample);
    if (process.env.UPDATE_DOCS) writeFileSync(DOCUMENT, page);
    expect(page).toBe(readFileSync(DOCUMENT, 'utf8'));
  });
});
