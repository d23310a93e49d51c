import { join } from 'node:path';
import { cilium, node } from '../support/cilium-objects.ts';
import type { AnyObject, Cluster } from '../support/cluster.ts';
import type { Answer, Containers } from '../support/containers.ts';
import { eventually } from '../support/eventually.ts';
import { namespace, rendered, site } from '../support/site.ts';
import { inSyncOrder } from '../support/sync-order.ts';
import { claimOf, gone, podOf, runningPod } from '../support/workload.ts';
import { AccountServer, account } from './account.ts';
import { allDefinitions } from './definitions.ts';
import { FarSide } from './far-side.ts';

export const NODE = 'k8s-worker1';
export const OTHER_NODE = 'k8s-worker2';
export const POD = podOf('netbird');
export const AGENT = podOf('kube-system', 'cilium-abcde');
export const CLAIM = claimOf('netbird');

/** The containers that the doctor looks into, and the programs that it starts there. */
export const CONTAINERS = ['netbird', 'setup-iptables', 'check-node', 'cilium-agent'];
export const PROGRAMS = ['netbird', 'wget', 'cat', 'ls', 'grep', 'ip', 'iptables-save', 'cilium-dbg', 'cilium'];

/** A setup key that no server gave out. */
export const SETUP_KEY = '01234567-89ab-cdef-0123-456789abcdef';

/** The command lines by which the doctor asks, in the containers of the design document's site. */
export const ASK = {
  status: 'netbird status --json',
  management: 'wget -S -O /dev/null -T 5 https://netbird.madhan.app/api/peers',
  gateway: 'wget -S -O /dev/null -T 5 --header Host: grafana.madhan.app http://192.168.1.220/',
  mounts: 'cat /proc/mounts',
  files: 'ls -1 /var/lib/netbird',
  sysctls:
    'grep -H . /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/all/rp_filter /proc/sys/net/ipv4/conf/wt0/rp_filter /proc/sys/net/ipv4/conf/all/src_valid_mark',
  mark: 'grep -H . /proc/sys/net/ipv4/conf/all/src_valid_mark',
  links: 'ip -j address show',
  nat: 'iptables-save -c -t nat',
  profile: 'grep -E ^ *"(Scheme|Host|WgIface|WgPort|DisableDNS|DisableClientRoutes)": /var/lib/netbird/default.json',
} as const;

export const ASK_CILIUM = {
  status: 'cilium-dbg status -o json',
  text: 'cilium-dbg status',
  resolved: 'grep -H . /tmp/cilium/config-map/devices /tmp/cilium/config-map/force-device-detection',
} as const;

/** What `netbird status --json` says of a peer that is well. */
export function netbirdStatus(otherwise: object = {}): string {
  return JSON.stringify({
    peers: { total: 1, connected: 1, details: [] },
    cliVersion: '0.66.2',
    daemonVersion: '0.66.2',
    management: { url: 'https://netbird.madhan.app:443', connected: true, error: '' },
    signal: { url: 'https://netbird.madhan.app:443', connected: true, error: '' },
    relays: { total: 2, available: 2, details: [] },
    netbirdIp: '100.109.244.71/16',
    publicKey: 'c29tZXRoaW5nIHRoYXQgbG9va3MgbGlrZSBhIGtleS4=',
    usesKernelInterface: true,
    fqdn: 'k8s-routing-peer.netbird.selfhosted',
    networks: ['192.168.1.0/24'],
    ...otherwise,
  });
}

export function ciliumStatus(...devices: readonly string[]): string {
  const deviceList = devices.map((name) => ({ name, ip: [name === 'wt0' ? '100.109.244.71' : '192.168.1.221', ''] }));
  return JSON.stringify({ 'kube-proxy-replacement': { mode: 'True', deviceList, directRoutingDevice: 'eth0' } });
}

export function sysctls(otherwise: Readonly<Record<string, string>> = {}): string {
  const values = {
    ip_forward: '1',
    'conf/all/rp_filter': '0',
    'conf/wt0/rp_filter': '2',
    'conf/all/src_valid_mark': '0',
    ...otherwise,
  };
  return Object.entries(values)
    .map(([name, value]) => `/proc/sys/net/ipv4/${name}:${value}\n`)
    .join('');
}

export function links(...others: readonly object[]): string {
  const all = [
    link('lo', ['LOOPBACK', 'UP', 'LOWER_UP'], '127.0.0.1'),
    link('eth0', ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'], '192.168.1.221'),
    ...others,
  ];
  return JSON.stringify(all);
}

export function link(ifname: string, flags: readonly string[], ...addresses: readonly string[]): object {
  return { ifname, flags, addr_info: addresses.map((local) => ({ family: 'inet', local, prefixlen: 16 })) };
}

export const WT0 = link('wt0', ['POINTOPOINT', 'NOARP', 'UP', 'LOWER_UP'], '100.109.244.71');

export const NAT_RULES = `*nat
:PREROUTING ACCEPT [0:0]
:POSTROUTING ACCEPT [12:720]
:CILIUM_POST_nat - [0:0]
[48211:2892660] -A POSTROUTING -m comment --comment "cilium-feeder: CILIUM_POST_nat" -j CILIUM_POST_nat
[0:0] -A POSTROUTING -s 100.109.0.0/16 -d 192.168.1.0/24 -j MASQUERADE
[9120:547200] -A CILIUM_POST_nat -s 10.0.0.0/24 -j MASQUERADE
COMMIT
`;

/** A header as BusyBox wget prints it; it exits with 1 for what is not a success. */
export function http(status: string): Answer {
  const isSuccess = status.startsWith('2');
  const stderr = `  HTTP/1.1 ${status}\n${isSuccess ? '' : `wget: server returned error: HTTP/1.1 ${status}\n`}`;
  return { stderr, exitCode: isSuccess ? 0 : 1 };
}

export const PROFILE = `        "Scheme": "https",
        "Host": "netbird.madhan.app:443",
        "Scheme": "https",
        "Host": "app.netbird.io:443",
    "WgIface": "wt0",
    "WgPort": 51820,
    "DisableDNS": true,
    "DisableClientRoutes": true,
`;

/** The cluster of the design document, with nothing wrong; each part of it can be made anew. */
export class Patient {
  readonly cluster: Cluster;
  readonly containers: Containers;
  readonly netbird: AccountServer;
  readonly farSide: FarSide;

  constructor(cluster: Cluster, containers: Containers) {
    this.cluster = cluster;
    this.containers = containers;
    this.netbird = new AccountServer();
    this.farSide = new FarSide(join(cluster.folder, 'far-side'));
  }

  /** Makes all of it. */
  async install(): Promise<void> {
    const { cluster } = this;
    for (const name of ['argocd', 'gateway']) await cluster.apply(namespace(name));
    await Promise.all(allDefinitions().map((definition) => cluster.apply(definition)));
    await cluster.apply(node(NODE, { labels: { 'kubernetes.io/hostname': NODE } }));
    await cluster.apply(node(OTHER_NODE, { labels: { 'kubernetes.io/hostname': OTHER_NODE } }));
    for (const object of inSyncOrder(site)) await eventually(() => cluster.apply(object));
    for (const object of others()) await eventually(() => cluster.apply(object));
    await runningPod(cluster, POD, NODE);
    await eventually(() => runningPod(cluster, AGENT, NODE));
    await this.claimIs('Bound');
    await this.routesWere();
    this.answerWell();
  }

  /** Makes all answers those of a peer that is well. */
  answerWell(): void {
    const { containers } = this;
    this.netbird.account = account;
    this.farSide.answerWell();
    containers.answer('netbird', ASK.status, { stdout: netbirdStatus() });
    containers.answer('netbird', ASK.management, http('401 Unauthorized'));
    containers.answer('netbird', ASK.gateway, http('302 Found'));
    containers.answer('netbird', ASK.mounts, {
      stdout: 'overlay / overlay rw 0 0\n/dev/sdb /var/lib/netbird ext4 rw 0 0\n',
    });
    containers.answer('netbird', ASK.files, { stdout: 'active_profile.json\ndefault.json\nstate.json\n' });
    containers.answer('netbird', ASK.sysctls, { stdout: sysctls() });
    containers.answer('netbird', ASK.mark, { stdout: '/proc/sys/net/ipv4/conf/all/src_valid_mark:0\n' });
    containers.answer('netbird', ASK.links, { stdout: links(WT0) });
    containers.answer('netbird', ASK.nat, { stdout: NAT_RULES });
    containers.answer('netbird', ASK.profile, { stdout: PROFILE });
    containers.answer('cilium-agent', ASK_CILIUM.status, { stdout: ciliumStatus('eth0') });
    containers.answer('cilium-agent', ASK_CILIUM.resolved, {
      stdout: '/tmp/cilium/config-map/devices:eth0\n/tmp/cilium/config-map/force-device-detection:false\n',
    });
    for (const container of CONTAINERS)
      containers.log(container, '2026-01-01T00:00:00Z INFO client/main.go:1: running\n');
  }

  /** Deletes an object, and makes it anew. */
  async without(object: AnyObject): Promise<() => Promise<void>> {
    const { metadata } = await this.cluster.read(object);
    await this.cluster.delete(object);
    await eventually(async () => {
      const again = await this.cluster.read(object).catch(({ code }) => code);
      if (again !== 404 && again.metadata?.uid === metadata.uid) throw new Error(`${object.kind} is still there.`);
    });
    return async () => void (await eventually(() => this.cluster.apply(object)));
  }

  /** Applies an object in another form, and in its first one again. */
  async changed(object: AnyObject, otherwise: AnyObject): Promise<() => Promise<void>> {
    await this.cluster.apply({ ...object, ...otherwise });
    return async () => void (await this.cluster.apply(object));
  }

  /** Applies an object that was not there, and takes it away again. */
  async added(object: AnyObject): Promise<() => Promise<void>> {
    await this.cluster.apply(object);
    return () => this.cluster.delete(object);
  }

  /** Lets in what the guard's policies refuse. They are not retroactive: once it is in, they are in force again. */
  async unguarded(change: () => Promise<() => Promise<void>>): Promise<() => Promise<void>> {
    const bindings = site.filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding');
    for (const binding of bindings) await this.cluster.delete(binding);
    try {
      return await eventually(change);
    } finally {
      for (const binding of bindings) await this.cluster.apply(binding);
    }
  }

  /** Waits for the pod that comes after one that was deleted, and has it run. */
  async podAgain(): Promise<void> {
    await eventually(() => runningPod(this.cluster, POD, NODE));
  }

  async podGone(): Promise<void> {
    await gone(this.cluster, POD);
  }

  /** Waits for the pod that comes after one that was deleted; the scheduler finds no node for it. */
  async podWithoutNode(message: string): Promise<void> {
    await eventually(async () => {
      const { spec, metadata } = await this.cluster.read(POD);
      if (spec.nodeName !== undefined || metadata.deletionTimestamp !== undefined)
        throw new Error('That is the old pod.');
    });
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
    await this.cluster.applyStatus({ ...POD, status: { phase: 'Pending', conditions: [condition] } });
  }

  async podStatus(status: object, pod = POD): Promise<() => Promise<void>> {
    const before = await this.cluster.read(pod);
    await this.cluster.applyStatus({ ...pod, status });
    return async () => void (await this.cluster.applyStatus({ ...pod, status: before.status }));
  }

  async claimIs(phase: string): Promise<void> {
    await eventually(() => this.cluster.applyStatus({ ...CLAIM, status: { phase } }));
  }

  /** When a run of the routes was started, and was successful; there is no CronJob controller. */
  async routesWere(times: { readonly started?: string; readonly kept?: string } = {}): Promise<void> {
    const { started = new Date().toISOString(), kept = started } = times;
    await this.cluster.applyStatus({ ...CRON_JOB, status: { lastScheduleTime: started, lastSuccessfulTime: kept } });
  }

  /** A run of the routes that failed, with what it said last; no controller looks after it. */
  async routesFailed(message: string): Promise<() => Promise<void>> {
    const { namespace } = CRON_JOB.metadata;
    const { template } = CRON_JOB.spec.jobTemplate.spec;
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'failed', namespace, labels: CRON_JOB.metadata.labels },
    };
    const labels = { ...template.metadata.labels, 'batch.kubernetes.io/job-name': 'failed' };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'failed-abcde', namespace, labels } };
    const time = new Date().toISOString();
    const condition = { status: 'True', reason: 'BackoffLimitExceeded', lastTransitionTime: time };
    const undo = [
      await this.added({ ...job, spec: { ...CRON_JOB.spec.jobTemplate.spec, managedBy: 'example.org/nobody' } }),
      await this.added({ ...pod, spec: template.spec }),
    ];
    const conditions = ['FailureTarget', 'Failed'].map((type) => ({ ...condition, type }));
    await this.cluster.applyStatus({ ...job, status: { startTime: time, failed: 1, conditions } });
    const terminated = { exitCode: 1, reason: 'Error', message };
    const container = { name: 'reconcile', image: 'x', imageID: '', ready: false, restartCount: 0 };
    const containerStatuses = [{ ...container, state: { terminated } }];
    await this.cluster.applyStatus({ ...pod, status: { phase: 'Failed', containerStatuses } });
    return async () => {
      for (const one of undo) await one();
    };
  }

  /** Something that a component says happened. */
  async event(about: AnyObject, reason: string, message: string): Promise<() => Promise<void>> {
    const { name, namespace: where, uid } = (await this.cluster.read(about)).metadata;
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.${reason.toLowerCase()}`, namespace: where },
      involvedObject: { apiVersion: about.apiVersion, kind: about.kind, name, namespace: where, uid },
      type: reason === 'WaitForFirstConsumer' ? 'Normal' : 'Warning',
      reason,
      message,
      lastTimestamp: '2026-01-01T00:00:00Z',
    };
    await this.cluster.apply(event);
    return () => this.cluster.delete(event);
  }
}

/** What others have made in the cluster. */
export const SECRET: AnyObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'netbird-setup-key', namespace: 'netbird' },
  data: { NETBIRD_SETUP_KEY: Buffer.from(SETUP_KEY).toString('base64') },
};

export const MOUNT: AnyObject = {
  apiVersion: 'secrets-store.csi.x-k8s.io/v1',
  kind: 'SecretProviderClassPodStatus',
  metadata: { name: 'netbird-peer-0-netbird-netbird-setup-key', namespace: 'netbird' },
  status: { podName: 'netbird-peer-0', secretProviderClassName: 'netbird-setup-key', mounted: true },
};

export const DRIVER: AnyObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSIDriver',
  metadata: { name: 'secrets-store.csi.k8s.io' },
  spec: { podInfoOnMount: true, attachRequired: false, volumeLifecycleModes: ['Ephemeral'] },
};

const CRON_JOB = rendered('CronJob', 'netbird-routes');

export const CILIUM = cilium('kube-system');
export const CONFIG_MAP = CILIUM.configMap({ devices: 'eth0', 'enable-l2-announcements': 'true' });

export const L2_POLICY: AnyObject = {
  apiVersion: 'cilium.io/v2alpha1',
  kind: 'CiliumL2AnnouncementPolicy',
  metadata: { name: 'lan' },
  spec: {
    interfaces: ['^eth0$'],
    loadBalancerIPs: true,
    nodeSelector: { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'NotIn', values: [NODE] }] },
  },
};

export const LEASE: AnyObject = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'cilium-l2announce-gateway-cilium-gateway-public', namespace: 'kube-system' },
  spec: { holderIdentity: OTHER_NODE, leaseDurationSeconds: 15 },
};

function others(): readonly AnyObject[] {
  const applications = site.filter(({ kind }) => kind === 'Application').map((one) => ({ ...one, status: SYNCED }));
  return [
    DRIVER,
    ...applications,
    SECRET,
    MOUNT,
    CONFIG_MAP,
    CILIUM.daemonSet(),
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'cilium-abcde', namespace: 'kube-system', labels: { 'k8s-app': 'cilium' } },
      spec: { hostNetwork: true, containers: [{ name: 'cilium-agent', image: 'quay.io/cilium/cilium:v1.16.6' }] },
    },
    L2_POLICY,
    LEASE,
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'public', namespace: 'gateway' },
      spec: { gatewayClassName: 'cilium', listeners: [{ name: 'http', protocol: 'HTTP', port: 80 }] },
      status: { addresses: [{ type: 'IPAddress', value: '192.168.1.220' }] },
    },
  ];
}

export const SYNCED = {
  sync: { status: 'Synced' },
  health: { status: 'Healthy' },
  operationState: { phase: 'Succeeded', message: 'successfully synced (all tasks run)' },
};
