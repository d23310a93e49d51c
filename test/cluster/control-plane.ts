import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programIn } from './assets.ts';
import { GuardedProcess } from './guarded-process.ts';
import type { Containers } from './support/containers.ts';

const READY_WITHIN_MS = 60_000;
const POLL_MS = 50;

/**
 * etcd and kube-apiserver on free ports of the loopback interface, and kube-controller-manager and kwok where the folder
 * has them. There is no scheduler and no kubelet: a pod runs when somebody binds it to a node, and kwok says that it does.
 *
 * The API server makes its own certificate, and people are known to it by a token: so nothing else has to issue any.
 */
export class ControlPlane {
  /** For any client, with all permissions. */
  readonly kubeconfig: string;

  /** Whether StatefulSets make pods, and whether these become ready. */
  readonly hasControllers: boolean;

  /** Data and logs. */
  readonly folder: string;

  private readonly assets: string;
  private readonly containers: Containers | undefined;
  private readonly token = randomUUID();
  private readonly processes: GuardedProcess[] = [];

  /**
   * @param containers makes what kwok serves as logs, and starts for `exec`, in a folder that it is given
   * @throws Error when a program ends, or does not become ready in time; its logs are kept
   */
  static async start(assets: string, containers?: (folder: string) => Containers): Promise<ControlPlane> {
    const plane = new ControlPlane(assets, containers);
    try {
      await plane.startAll();
      return plane;
    } catch (error) {
      await plane.stop({ keepLogs: true });
      throw new Error(`The control plane did not start. Logs: ${plane.folder}`, { cause: error });
    }
  }

  private constructor(assets: string, containers?: (folder: string) => Containers) {
    this.assets = assets;
    this.folder = mkdtempSync(join(tmpdir(), 'cdk8s-netbird-cluster-'));
    this.kubeconfig = join(this.folder, 'kubeconfig');
    this.containers = containers?.(join(this.folder, 'containers'));
    this.hasControllers = ['kube-controller-manager', 'kwok'].every((name) => programIn(assets, name) !== undefined);
  }

  /** Ends what was started, and deletes its data. */
  async stop(options: { keepLogs: boolean }): Promise<void> {
    for (const running of this.processes.reverse()) await running.stop();
    rmSync(options.keepLogs ? join(this.folder, 'etcd') : this.folder, { recursive: true, force: true });
  }

  private async startAll(): Promise<void> {
    const [etcd, etcdPeer, api, kubelet] = await freePorts(4);
    this.startEtcd(`http://127.0.0.1:${etcd}`, `http://127.0.0.1:${etcdPeer}`);
    const certificates = this.startApiServer(`http://127.0.0.1:${etcd}`, Number(api));
    await this.until('certificate', () => existsSync(certificates));
    this.writeKubeconfig(`https://127.0.0.1:${api}`, certificates);
    await this.until('API server', () => isReady(Number(api), this.token, readFileSync(certificates)));
    if (this.hasControllers) this.startControllers(Number(kubelet));
  }

  private startEtcd(url: string, peerUrl: string): void {
    this.run('etcd', {
      name: 'test',
      'data-dir': join(this.folder, 'etcd'),
      'listen-client-urls': url,
      'advertise-client-urls': url,
      'listen-peer-urls': peerUrl,
      'initial-advertise-peer-urls': peerUrl,
      'initial-cluster': `test=${peerUrl}`,
      'unsafe-no-fsync': 'true', // nothing has to outlive a crash
    });
  }

  /** @returns the file that will hold the certificate */
  private startApiServer(etcd: string, port: number): string {
    const file = (name: string, content: string) => {
      writeFileSync(join(this.folder, name), content, { mode: 0o600 });
      return join(this.folder, name);
    };
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const serviceAccountKey = file(
      'service-account.key',
      privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
    );
    this.run('kube-apiserver', {
      'etcd-servers': etcd,
      'bind-address': '127.0.0.1',
      'advertise-address': '127.0.0.1',
      'secure-port': String(port),
      'endpoint-reconciler-type': 'none',
      'cert-dir': join(this.folder, 'certificates'),
      'token-auth-file': file('tokens.csv', `${this.token},admin,admin,system:masters\n`),
      'authorization-mode': 'RBAC',
      'service-account-issuer': 'https://kubernetes.default.svc',
      'service-account-key-file': serviceAccountKey,
      'service-account-signing-key-file': serviceAccountKey,
      'service-cluster-ip-range': '10.0.0.0/24',
      'allow-privileged': 'true', // else no pod may be, whatever its namespace says
      'audit-policy-file': file('audit-policy.yaml', AUDIT_POLICY),
      'audit-log-path': join(this.folder, AUDIT_LOG),
    });
    return join(this.folder, 'certificates', 'apiserver.crt');
  }

  /** The controllers that a StatefulSet, its claims, its disruption budget, its namespace and a Job need; others would only add noise. */
  private startControllers(kubeletPort: number): void {
    const controllers = [
      'statefulset',
      'job',
      'disruption',
      'garbage-collector',
      'namespace',
      'serviceaccount',
      'persistentvolumeclaim-protection',
    ];
    this.run('kube-controller-manager', {
      kubeconfig: this.kubeconfig,
      controllers: controllers.map((name) => `${name}-controller`).join(','),
      'leader-elect': 'false',
      'secure-port': '0',
    });
    const kwok = { kubeconfig: this.kubeconfig, 'manage-all-nodes': 'true', 'node-ip': '127.0.0.1' };
    if (this.containers === undefined) {
      this.run('kwok', kwok);
    } else {
      const kubelet = { 'node-port': String(kubeletPort), 'server-address': `127.0.0.1:${kubeletPort}` };
      this.run('kwok', { ...kwok, ...kubelet, config: this.containers.configFile }, this.containers.path);
    }
  }

  /** @param path where it finds programs, when not where this process does */
  private run(name: string, flags: Readonly<Record<string, string>>, path?: string): void {
    const args = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
    this.processes.push(new GuardedProcess(programIn(this.assets, name) ?? name, name, args, this.folder, path));
  }

  private writeKubeconfig(server: string, certificates: string): void {
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster: { server, 'certificate-authority': certificates } }],
      users: [{ name: 'admin', user: { token: this.token } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
      'current-context': 'test',
    };
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.kubeconfig, JSON.stringify(config), { mode: 0o600 });
  }

  private async until(what: string, isThere: () => boolean | Promise<boolean>): Promise<void> {
    const end = Date.now() + READY_WITHIN_MS;
    while (!(await isThere())) {
      for (const running of this.processes) running.assertRunning();
      if (Date.now() > end) throw new Error(`No ${what} after ${READY_WITHIN_MS / 1000} s.`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

/** What the API server writes its audit events to, beside the kubeconfig. */
export const AUDIT_LOG = 'audit.log';

const AUDIT_POLICY = JSON.stringify({
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [
    { level: 'Metadata', verbs: ['create', 'update', 'patch'], resources: [{ group: '', resources: ['configmaps'] }] },
    { level: 'None' },
  ],
});

function isReady(port: number, token: string, ca: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${token}` };
    request({ host: '127.0.0.1', port, path: '/readyz', ca, headers }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    })
      .on('error', () => resolve(false))
      .end();
  });
}

/** All of them are held until the last one is known, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
    }),
  );
  const ports = servers.map((server) => Object(server.address()).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
