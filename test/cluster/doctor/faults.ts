import type { CheckName } from '../../../lib/doctor/check.ts';
import { eventually } from '../support/eventually.ts';
import { definitions, rendered } from '../support/site.ts';
import { type Account, account, ghost, routedBy } from './account.ts';
import {
  AGENT,
  ASK,
  ASK_CILIUM,
  CILIUM,
  CLAIM,
  CONFIG_MAP,
  ciliumStatus,
  DRIVER,
  http,
  L2_POLICY,
  LEASE,
  link,
  links,
  MOUNT,
  NAT_RULES,
  NODE,
  netbirdStatus,
  type Patient,
  POD,
  PROFILE,
  SECRET,
  SYNCED,
  sysctls,
} from './patient.ts';

type Undo = (() => Promise<void>) | undefined;

/** Something that goes wrong in a cluster that is well otherwise. */
export interface Fault {
  readonly name: string;

  /** The check that has to name the cause. */
  readonly check: CheckName;

  /** What it has to say. */
  readonly says: RegExp;

  /** A warning, where it is not a problem. */
  readonly isWarning?: true;

  /** Options by which more is seen. */
  readonly with?: 'token' | 'far-side';

  /** Makes it go wrong. What it returns makes objects well again; containers answer well again anyway. */
  readonly inject: (patient: Patient) => Promise<Undo> | Undo;
}

const application = (name: string) => ({ ...rendered('Application', name), metadata: { name, namespace: 'argocd' } });

/** Writes a status of an Application over that of one that is synced. */
function applicationSays(name: string, status: object): Fault['inject'] {
  return (patient) => patient.changed({ ...application(name), status: SYNCED }, { status: { ...SYNCED, ...status } });
}

const failedSync = (message: string) => ({ operationState: { phase: 'Failed', message } });

/** The pod as kubelet describes it when the client does not run. */
function client(state: object, otherwise: object = {}): object {
  return {
    phase: 'Running',
    containerStatuses: [
      {
        name: 'netbird',
        image: 'netbirdio/netbird:0.66.2',
        imageID: '',
        ready: false,
        restartCount: 0,
        state,
        ...otherwise,
      },
    ],
  };
}

/** No container has begun. */
const WAITS_FOR_VOLUMES = {
  ...client({ waiting: { reason: 'ContainerCreating' } }),
  phase: 'Pending',
  initContainerStatuses: null,
};

function mountFails(reason: string): Fault['inject'] {
  return async (patient) => {
    const message = `MountVolume.SetUp failed for volume "setup-key" : rpc error: code = Unknown desc = failed to mount secrets store objects for pod netbird/netbird-peer-0, err: rpc error: code = Unknown desc = error making mount request: ${reason}`;
    const undo = [
      await patient.event(POD, 'FailedMount', message),
      await patient.without(MOUNT),
      await patient.without(SECRET),
      await patient.podStatus(WAITS_FOR_VOLUMES),
    ];
    return all(undo);
  };
}

function all(undo: readonly Undo[]): () => Promise<void> {
  return async () => {
    for (const one of undo.toReversed()) await one?.();
  };
}

/** In the client's container. */
function says(command: keyof typeof ASK, answer: Parameters<Patient['containers']['answer']>[2]): Fault['inject'] {
  return ({ containers }) => void containers.answer('netbird', ASK[command], answer);
}

function ciliumUses(...devices: readonly string[]): (patient: Patient) => void {
  return ({ containers }) => containers.answer('cilium-agent', ASK_CILIUM.status, { stdout: ciliumStatus(...devices) });
}

const needsLogin =
  'Daemon status: NeedsLogin\n\nRun UP command to log in with SSO (interactive login):\n\n netbird up \n';

/** The client is not registered, and its log says why. */
function notRegistered(log: string): Fault['inject'] {
  return ({ containers }) => {
    containers.answer('netbird', ASK.status, { stdout: needsLogin });
    containers.answer('netbird', ASK.links, { stdout: links() });
    containers.log('netbird', log);
    return undefined;
  };
}

const PEER_NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: NODE, labels: { 'kubernetes.io/hostname': NODE } },
};

function labelLost(patient: Patient): Promise<() => Promise<void>> {
  return patient.changed(PEER_NODE, { metadata: { name: NODE, labels: { 'kubernetes.io/hostname': 'renamed' } } });
}

const statefulSet = rendered('StatefulSet', 'netbird-peer');

/** Each failure of the design document's troubleshooting chapter (marked) and what else stands on the path. */
export const faults: readonly Fault[] = [
  {
    name: 'no CSI driver',
    check: 'definitions',
    says: /CSI driver secrets-store\.csi\.k8s\.io is not installed/,
    inject: (patient) => patient.without(DRIVER),
  },
  {
    name: 'no definition of Cilium',
    check: 'definitions',
    says: /does not know CiliumNodeConfig of cilium\.io\/v2/,
    inject: async (patient) => {
      const undo = await patient.without(definitions.find(({ spec }) => spec.names.kind === 'CiliumNodeConfig'));
      return async () => {
        await undo();
        await eventually(() => patient.cluster.apply(rendered('CiliumNodeConfig', 'netbird-device-guard')));
      };
    },
  },
  {
    name: 'the sync failed, refused by an admission policy',
    check: 'applications',
    says: /last sync of the Application cilium-device-guard failed/,
    inject: applicationSays(
      'cilium-device-guard',
      failedSync("ValidatingAdmissionPolicy 'netbird-device-guard-node-config' with binding denied request"),
    ),
  },
  {
    name: 'the sync failed, at an immutable field',
    check: 'applications',
    says: /last sync of the Application netbird failed/,
    inject: applicationSays(
      'netbird',
      failedSync(
        'StatefulSet.apps "netbird-peer" is invalid: spec: Forbidden: updates to statefulset spec for fields other than \'replicas\' are forbidden',
      ),
    ),
  },
  {
    name: 'a hook failed',
    check: 'applications',
    says: /a hook of the Application netbird failed/,
    inject: applicationSays('netbird', {
      operationState: {
        phase: 'Failed',
        message: 'one or more synchronization tasks completed unsuccessfully',
        syncResult: {
          resources: [
            {
              kind: 'Job',
              name: 'routes',
              hookType: 'PostSync',
              hookPhase: 'Failed',
              message: 'Job has reached the specified backoff limit',
            },
          ],
        },
      },
    }),
  },
  {
    name: 'Argo CD cannot read the repository',
    check: 'applications',
    says: /Argo CD cannot use the Application netbird/,
    inject: applicationSays('netbird', {
      conditions: [{ type: 'ComparisonError', message: 'failed to list refs: authentication required' }],
    }),
  },
  {
    name: 'an Application is degraded',
    check: 'applications',
    says: /Application netbird is Degraded/,
    inject: applicationSays('netbird', { health: { status: 'Degraded' } }),
  },
  {
    name: 'an Application was not applied',
    check: 'applications',
    says: /Application netbird does not exist/,
    inject: (patient) => patient.without({ ...application('netbird'), status: SYNCED }),
  },
  {
    name: 'an Application is OutOfSync',
    check: 'applications',
    says: /Application netbird is OutOfSync/,
    isWarning: true,
    inject: applicationSays('netbird', { sync: { status: 'OutOfSync' } }),
  },
  {
    name: 'somebody changed the StatefulSet',
    check: 'drift',
    says: /StatefulSet netbird\/netbird-peer differs from dist\/: spec\.revisionHistoryLimit is 9 instead of 3/,
    inject: (patient) => {
      const changed = structuredClone(statefulSet);
      changed.spec.revisionHistoryLimit = 9;
      return patient.changed(statefulSet, changed);
    },
  },
  {
    name: 'somebody scaled the StatefulSet to 0',
    check: 'drift',
    says: /spec\.replicas is 0 instead of 1/,
    inject: async (patient) => {
      const undo = await patient.changed(statefulSet, { spec: { ...statefulSet.spec, replicas: 0 } });
      await patient.podGone();
      return async () => {
        await undo();
        await patient.podAgain();
      };
    },
  },
  {
    name: 'an object was deleted',
    check: 'drift',
    says: /SecretProviderClass netbird\/netbird-setup-key is missing/,
    inject: (patient) => patient.without(rendered('SecretProviderClass', 'netbird-setup-key')),
  },
  {
    name: 'a policy is not bound',
    check: 'admission',
    says: /policy netbird-device-guard-config-map is not bound/,
    inject: (patient) =>
      patient.without(rendered('ValidatingAdmissionPolicyBinding', 'netbird-device-guard-config-map')),
  },
  {
    name: 'a policy was made to pass everything',
    check: 'admission',
    says: /the policy netbird-device-guard-config-map denies nothing/,
    inject: (patient) => {
      const binding = rendered('ValidatingAdmissionPolicyBinding', 'netbird-device-guard-config-map');
      return patient.changed(binding, { ...binding, spec: { ...binding.spec, validationActions: ['Audit'] } });
    },
  },
  {
    name: 'a policy lets pass what it cannot judge',
    check: 'admission',
    says: /the policy netbird-device-guard-config-map lets pass what it cannot judge/,
    inject: (patient) => {
      const policy = rendered('ValidatingAdmissionPolicy', 'netbird-device-guard-config-map');
      return patient.changed(policy, { ...policy, spec: { ...policy.spec, failurePolicy: 'Ignore' } });
    },
  },
  {
    name: 'OpenBao is sealed',
    check: 'setup-key',
    says: /OpenBao is sealed/,
    inject: mountFails(
      'failed to login: Error making API request. URL: POST http://openbao:8200/v1/auth/kubernetes/login Code: 503. Errors: * Vault is sealed',
    ),
  },
  {
    name: 'the role is not bound',
    check: 'setup-key',
    says: /role in OpenBao is missing, or not bound/,
    inject: mountFails(
      'failed to login: Error making API request. Code: 403. Errors: * service account name not authorized',
    ),
  },
  {
    name: 'the path lacks data/',
    check: 'setup-key',
    says: /path of the setup key in OpenBao is wrong/,
    inject: mountFails(
      'couldn\'t read secret "NETBIRD_SETUP_KEY": empty response from "/v1/secret/netbird", warnings: [Invalid path for a versioned K/V secrets engine]',
    ),
  },
  {
    name: 'OpenBao lacks the key',
    check: 'setup-key',
    says: /secret in OpenBao has no such key/,
    inject: mountFails('{secret/data/netbird}: {key "NETBIRD_SETUP_KEY" does not exist at the secret path}'),
  },
  {
    name: 'OpenBao is away',
    check: 'setup-key',
    says: /OpenBao cannot be reached/,
    inject: mountFails(
      'failed to login: Post "http://openbao:8200/v1/auth/kubernetes/login": dial tcp: lookup openbao: no such host',
    ),
  },
  {
    name: 'the driver makes no Secret',
    check: 'setup-key',
    says: /Secret netbird-setup-key does not exist/,
    inject: async (patient) =>
      all([
        await patient.without(SECRET),
        await patient.podStatus(
          client({
            waiting: { reason: 'CreateContainerConfigError', message: 'secret "netbird-setup-key" not found' },
          }),
        ),
      ]),
  },
  {
    name: 'the Secret lacks the key',
    check: 'setup-key',
    says: /Secret netbird-setup-key has no key NETBIRD_SETUP_KEY/,
    inject: async (patient) =>
      all([
        await patient.changed(SECRET, { data: { SETUP_KEY: SECRET.data.NETBIRD_SETUP_KEY } }),
        await patient.podStatus(
          client({
            waiting: {
              reason: 'CreateContainerConfigError',
              message: "couldn't find key NETBIRD_SETUP_KEY in Secret netbird/netbird-setup-key",
            },
          }),
        ),
      ]),
  },
  {
    name: 'the setup key is a placeholder',
    check: 'setup-key',
    says: /value in the Secret netbird-setup-key is not a setup key/,
    inject: (patient) =>
      patient.changed(SECRET, { data: { NETBIRD_SETUP_KEY: Buffer.from('CHANGEME').toString('base64') } }),
  },
  {
    name: 'the claim is not bound',
    check: 'claim',
    says: /claim netbird-config-netbird-peer-0 is not bound/,
    inject: async (patient) => {
      await patient.claimIs('Pending');
      return all([
        () => patient.claimIs('Bound'),
        await patient.event(CLAIM, 'ProvisioningFailed', 'storageclass.storage.k8s.io "fast" not found'),
        await patient.podStatus(WAITS_FOR_VOLUMES),
      ]);
    },
  },
  {
    name: 'the volume is gone',
    check: 'claim',
    says: /volume of the claim netbird-config-netbird-peer-0 is gone/,
    inject: async (patient) => {
      await patient.claimIs('Lost');
      return () => patient.claimIs('Bound');
    },
  },
  {
    name: 'no node fits the pod',
    check: 'pod',
    says: /has no node: The scheduler says: 0\/2 nodes are available/,
    inject: async (patient) => {
      await patient.cluster.delete(POD);
      await patient.podWithoutNode('0/2 nodes are available: 2 node(s) had untolerated taint');
      return () => patient.podAgain();
    },
  },
  {
    name: 'no node has the label any more, and the pod has no node',
    check: 'pod',
    says: /has no node: No node has the labels kubernetes\.io\/hostname=k8s-worker1/,
    inject: async (patient) => {
      const undo = await labelLost(patient);
      await patient.cluster.delete(POD);
      await patient.podWithoutNode("0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector");
      return all([() => patient.podAgain(), undo]);
    },
  },
  {
    name: 'the node of the pod has lost its label',
    check: 'pod',
    says: /runs on k8s-worker1, not on the wanted node.*once the pod is deleted, it has no node/,
    inject: labelLost,
  },
  {
    name: 'the init container fails (troubleshooting: MASQUERADE rule not taking effect)',
    check: 'pod',
    says: /init container setup-iptables fails/,
    inject: async (patient) => {
      patient.containers.log(
        'setup-iptables',
        'iptables v1.8.11 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)\n',
      );
      const status = client({ waiting: { reason: 'PodInitializing' } });
      return patient.podStatus({
        ...status,
        phase: 'Pending',
        initContainerStatuses: [
          {
            name: 'check-node',
            image: 'x',
            imageID: '',
            ready: true,
            restartCount: 0,
            state: { terminated: { exitCode: 0, reason: 'Completed' } },
          },
          {
            name: 'setup-iptables',
            image: 'x',
            imageID: '',
            ready: false,
            restartCount: 4,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { exitCode: 4, reason: 'Error' } },
          },
        ],
      });
    },
  },
  {
    name: 'the node does not forward when the pod starts',
    check: 'pod',
    says: /init container check-node fails.*net\.ipv4\.ip_forward is still 0/,
    inject: (patient) => {
      patient.containers.log('check-node', 'net.ipv4.ip_forward is still 0 after 120 s: set it to 1 on the node.\n');
      const ended = { terminated: { exitCode: 1, reason: 'Error' } };
      const checkNode = { name: 'check-node', image: 'x', imageID: '', ready: false, restartCount: 2, state: ended };
      return patient.podStatus({
        ...client({ waiting: { reason: 'PodInitializing' } }),
        phase: 'Pending',
        initContainerStatuses: [checkNode],
      });
    },
  },
  {
    name: 'the pod waits for its node to forward',
    check: 'pod',
    says: /init container check-node still runs.*waiting for it, 120 s at most/,
    inject: (patient) => {
      patient.containers.log('check-node', 'net.ipv4.ip_forward is 0: waiting for it, 120 s at most.\n');
      const runs = {
        name: 'check-node',
        image: 'x',
        imageID: '',
        ready: false,
        restartCount: 0,
        state: { running: {} },
      };
      return patient.podStatus({
        ...client({ waiting: { reason: 'PodInitializing' } }),
        phase: 'Pending',
        initContainerStatuses: [runs],
      });
    },
  },
  {
    name: 'the image cannot be pulled',
    check: 'pod',
    says: /image of netbird cannot be pulled/,
    inject: (patient) =>
      patient.podStatus(
        client({
          waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "netbirdio/netbird:0.66.2"' },
        }),
      ),
  },
  {
    name: 'the client crashes for lack of a capability',
    check: 'pod',
    says: /container netbird ends again and again/,
    inject: (patient) => {
      patient.containers.log(
        'netbird',
        'FATAL client/internal/connect.go:1: failed to create ipv4 raw socket: operation not permitted\n',
      );
      return patient.podStatus(
        client(
          { waiting: { reason: 'CrashLoopBackOff' } },
          { restartCount: 9, lastState: { terminated: { exitCode: 1, reason: 'Error' } } },
        ),
      );
    },
  },
  {
    name: 'the client runs out of memory',
    check: 'pod',
    says: /runs out of memory/,
    inject: (patient) =>
      patient.podStatus(
        client(
          { running: {} },
          { ready: true, restartCount: 3, lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } },
        ),
      ),
  },
  {
    name: 'the pod cannot resolve the management server',
    check: 'management',
    says: /cannot resolve netbird\.madhan\.app/,
    inject: disconnected('management', { stderr: "wget: bad address 'netbird.madhan.app'\n", exitCode: 1 }),
  },
  {
    name: 'the management server is away (troubleshooting: peer not connecting)',
    check: 'management',
    says: /netbird\.madhan\.app cannot be reached/,
    inject: disconnected('management', {
      stderr: "wget: can't connect to remote host (203.0.113.10): Connection refused\n",
      exitCode: 1,
    }),
  },
  {
    name: "the management server's certificate expired",
    check: 'management',
    says: /certificate of netbird\.madhan\.app is not accepted/,
    inject: disconnected('management', {
      stderr: 'ssl_client: netbird.madhan.app: certificate verification failed: certificate has expired\n',
      exitCode: 1,
    }),
  },
  {
    name: 'the management server is down behind its proxy',
    check: 'management',
    says: /management server answers 502/,
    inject: disconnected('management', http('502 Bad Gateway')),
  },
  {
    name: 'the setup key is refused (troubleshooting: peer not connecting)',
    check: 'agent',
    says: /not registered \(NeedsLogin\)/,
    inject: notRegistered(
      "ERRO client/internal/auth/auth.go:327: failed registering peer rpc error: code = NotFound desc = couldn't add peer: setup key is invalid\n",
    ),
  },
  {
    name: 'the daemon is down',
    check: 'agent',
    says: /NetBird daemon does not answer/,
    inject: says('status', {
      stderr: 'Error: failed to connect to daemon error: context deadline exceeded\n',
      exitCode: 1,
    }),
  },
  {
    name: 'the signal service is away',
    check: 'agent',
    says: /not connected to the signal service/,
    inject: says('status', { stdout: netbirdStatus({ signal: { connected: false, error: 'unavailable' } }) }),
  },
  {
    name: 'no relay is available',
    check: 'agent',
    says: /no relay is available/,
    inject: says('status', { stdout: netbirdStatus({ relays: { total: 2, available: 0 } }) }),
  },
  {
    name: 'the far side is away (troubleshooting: peers 0/1)',
    check: 'agent',
    says: /none of 1 peers is connected/,
    inject: says('status', { stdout: netbirdStatus({ peers: { total: 1, connected: 0 } }) }),
  },
  {
    name: 'no policy joins the peers',
    check: 'agent',
    says: /sees no other peer/,
    inject: says('status', { stdout: netbirdStatus({ peers: { total: 0, connected: 0 } }) }),
  },
  {
    name: 'the identity is in the container layer',
    check: 'identity',
    says: /identity is not on the volume/,
    inject: says('mounts', { stdout: 'overlay / overlay rw 0 0\n' }),
  },
  {
    name: 'the volume holds no identity',
    check: 'identity',
    says: /volume holds no identity/,
    inject: says('files', { stdout: 'lost+found\n' }),
  },
  {
    name: 'the run that should make the route failed',
    check: 'network-routes',
    says: /last run of the CronJob netbird-routes failed: It says: .*does not accept the API token/,
    inject: async (patient) => {
      const error = 'https://netbird.madhan.app does not accept the API token (401).\n      Make a new one.\n';
      patient.containers.answer('netbird', ASK.status, { stdout: netbirdStatus({ networks: null }) });
      await patient.routesWere({ kept: '2026-01-01T00:00:00Z' });
      return all([() => patient.routesWere(), await patient.routesFailed(error)]);
    },
  },
  {
    name: 'the CronJob of the routes starts no runs',
    check: 'network-routes',
    says: /CronJob netbird-routes starts no runs: .*the last was at 2026-01-01T00:00:00Z/,
    inject: async (patient) => {
      await patient.routesWere({ started: '2026-01-01T00:00:00Z' });
      return () => patient.routesWere();
    },
  },
  {
    name: 'no route, or for a lost peer (troubleshooting: Networks: -)',
    check: 'route',
    says: /does not route 192\.168\.1\.0\/24/,
    inject: says('status', { stdout: netbirdStatus({ networks: null }) }),
  },
  withAccount(
    'the server is newer',
    'agent',
    /version 0\.66\.2, the management server of 0\.67\.0/,
    { ...account, version: '0.67.0' },
    true,
  ),
  withAccount(
    'a ghost peer',
    'identity',
    /1 ghost peer has the name k8s-routing-peer/,
    { ...account, peers: [...account.peers, ghost] },
    true,
  ),
  withAccount('no route, by the token', 'route', /NetBird has no route for 192\.168\.1\.0\/24/, {
    ...account,
    routes: [],
  }),
  withAccount(
    'the route is disabled',
    'route',
    /route for 192\.168\.1\.0\/24 is disabled/,
    routedBy({ enabled: false }),
  ),
  withAccount(
    'the route names a lost peer',
    'route',
    /names another peer than the one in use: It goes by a peer that was deleted/,
    routedBy({ peer: 'ghost' }),
  ),
  withAccount('the route is distributed to nobody', 'route', /distributed to nobody/, routedBy({ groups: [] })),
  {
    name: 'the far side has no route',
    check: 'far-side',
    says: /far side has no route for 192\.168\.1\.0\/24/,
    with: 'far-side',
    inject: ({ farSide }) => void farSide.routes('No networks available.\n'),
  },
  {
    name: 'the far side gets no answer (troubleshooting: 504)',
    check: 'far-side',
    says: /far side gets no answer from the Gateway/,
    with: 'far-side',
    inject: ({ farSide }) => void farSide.request('* Connection timed out after 5001 milliseconds\n'),
  },
  {
    name: 'the node does not forward',
    check: 'forwarding',
    says: /does not forward packets/,
    inject: says('sysctls', { stdout: sysctls({ ip_forward: '0' }) }),
  },
  {
    name: 'strict rp_filter',
    check: 'forwarding',
    says: /filters strictly/,
    isWarning: true,
    inject: says('sysctls', { stdout: sysctls({ 'conf/all/rp_filter': '1', 'conf/wt0/rp_filter': '0' }) }),
  },
  {
    name: 'wt0 is down',
    check: 'tunnel',
    says: /wt0 is down/,
    inject: says('links', { stdout: links(link('wt0', ['POINTOPOINT', 'NOARP'], '100.109.244.71')) }),
  },
  {
    name: 'wt0 does not exist',
    check: 'tunnel',
    says: /wt0 does not exist/,
    inject: says('links', { stdout: links() }),
  },
  {
    name: "the node's address is that of wt0",
    check: 'tunnel',
    says: /calls the tunnel's address 127\.0\.0\.1 its own/,
    inject: says('links', { stdout: links(link('wt0', ['UP'], '100.109.244.71', '127.0.0.1')) }),
  },
  {
    name: 'the MASQUERADE rule is gone (troubleshooting)',
    check: 'nat',
    says: /rule that masquerades packets to 192\.168\.1\.0\/24 is gone/,
    inject: says('nat', { stdout: NAT_RULES.replace(/.*-j MASQUERADE\n/, '') }),
  },
  {
    name: 'another management URL is in force',
    check: 'environment',
    says: /not in force: NB_MANAGEMENT_URL/,
    isWarning: true,
    inject: says('profile', { stdout: PROFILE.replace('netbird.madhan.app', 'old.example.org') }),
  },
  {
    name: 'another interface name is in force',
    check: 'environment',
    says: /not in force: NB_INTERFACE_NAME/,
    inject: says('profile', { stdout: PROFILE.replace('wt0', 'wt1') }),
  },
  {
    name: 'wt0 is a device, by the ConfigMap (troubleshooting: 504)',
    check: 'cilium-devices',
    says: /Cilium uses wt0 on k8s-worker1[\s\S]*ConfigMap kube-system\/cilium-config: data\.devices = "eth0 wt0"/,
    inject: async (patient) => {
      ciliumUses('eth0', 'wt0')(patient);
      // Otherwise the guard's CiliumNodeConfig would win.
      const locked = CILIUM.daemonSet(undefined, ['--source=config-map:kube-system/cilium-config']);
      return all([
        await patient.changed(CILIUM.daemonSet(), locked),
        await patient.unguarded(() => patient.changed(CONFIG_MAP, CILIUM.configMap({ devices: 'eth0 wt0' }))),
      ]);
    },
  },
  {
    name: 'wt0 is a device, by another CiliumNodeConfig',
    check: 'cilium-devices',
    says: /CiliumNodeConfig kube-system\/z-by-hand: spec\.defaults\.devices = "w\+"/,
    inject: (patient) => {
      ciliumUses('eth0', 'wt0')(patient);
      patient.containers.answer('cilium-agent', ASK_CILIUM.resolved, { stdout: '/tmp/cilium/config-map/devices:w+\n' });
      return patient.unguarded(() => patient.added(nodeConfig('z-by-hand', { devices: 'w+' })));
    },
  },
  {
    name: 'wt0 is a device, by an argument of the agent',
    check: 'cilium-devices',
    says: /DaemonSet kube-system\/cilium: args = "eth0,wt0"/,
    inject: (patient) => {
      ciliumUses('eth0', 'wt0')(patient);
      const args = ['--config-dir=/tmp/cilium/config-map', '--devices=eth0,wt0'];
      return patient.unguarded(() => patient.changed(CILIUM.daemonSet(), CILIUM.daemonSet({ args })));
    },
  },
  {
    name: 'wt0 is a device, by an agent that was not restarted',
    check: 'cilium-devices',
    says: /The configuration is safe by now.*has not been restarted since/,
    inject: (patient) => {
      ciliumUses('eth0', 'wt0')(patient);
      const read = { stdout: '/tmp/cilium/config-map/devices:eth0 wt0\n' };
      return void patient.containers.answer('cilium-agent', ASK_CILIUM.resolved, read);
    },
  },
  {
    name: 'wt0 would be a device at the next start',
    check: 'cilium-devices',
    says: /will take wt0 on k8s-worker1 when its agent starts again/,
    inject: (patient) => patient.unguarded(() => patient.added(nodeConfig('z-by-hand', { devices: '+' }))),
  },
  {
    name: 'the ConfigMap of Cilium is gone',
    check: 'cilium-devices',
    says: /ConfigMap kube-system\/cilium-config of Cilium does not exist/,
    inject: (patient) => patient.without(CONFIG_MAP),
  },
  {
    name: "Cilium's agent on the peer's node does not start",
    check: 'cilium-devices',
    says: /Cilium's agent on k8s-worker1 does not run \(CrashLoopBackOff\).*unable to detect devices/,
    inject: (patient) => {
      const ended = { exitCode: 1, reason: 'Error', message: 'level=fatal msg="unable to detect devices"\n' };
      const agent = { name: 'cilium-agent', image: 'x', imageID: '', ready: false, restartCount: 7 };
      return patient.podStatus(
        {
          containerStatuses: [
            { ...agent, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: ended } },
          ],
        },
        AGENT,
      );
    },
  },
  {
    name: 'NOTRACK rules',
    check: 'cilium-settings',
    says: /install-no-conntrack-iptables-rules/,
    inject: (patient) =>
      patient.changed(
        CONFIG_MAP,
        CILIUM.configMap({ ...CONFIG_MAP.data, 'install-no-conntrack-iptables-rules': 'true' }),
      ),
  },
  {
    name: 'wt0 is the device between nodes',
    check: 'cilium-settings',
    says: /direct-routing-device/,
    inject: (patient) =>
      patient.unguarded(() =>
        patient.changed(CONFIG_MAP, CILIUM.configMap({ ...CONFIG_MAP.data, 'direct-routing-device': 'wt0' })),
      ),
  },
  {
    name: 'announcements name no interface',
    check: 'cilium-settings',
    says: /CiliumL2AnnouncementPolicy lan: spec\.interfaces/,
    isWarning: true,
    inject: (patient) => patient.changed(L2_POLICY, { ...L2_POLICY, spec: { loadBalancerIPs: true } }),
  },
  {
    name: "the peer's node announces the Gateway, and drops its packets",
    check: 'gateway-node',
    says: /k8s-worker1 announces gateway-cilium-gateway-public, and is the peer's node/,
    inject: (patient) => {
      patient.containers.answer('netbird', ASK.mark, { stdout: '/proc/sys/net/ipv4/conf/all/src_valid_mark:1\n' });
      patient.containers.answer('netbird', ASK.gateway, { stderr: 'wget: download timed out\n', exitCode: 1 });
      return patient.changed(LEASE, { ...LEASE, spec: { ...LEASE.spec, holderIdentity: NODE } });
    },
  },
  {
    name: "the peer's node announces the Gateway",
    check: 'gateway-node',
    says: /k8s-worker1 announces gateway-cilium-gateway/,
    isWarning: true,
    inject: (patient) => patient.changed(LEASE, { ...LEASE, spec: { ...LEASE.spec, holderIdentity: NODE } }),
  },
  {
    name: 'the Gateway does not answer',
    check: 'gateway',
    says: /Gateway at 192\.168\.1\.220 does not answer/,
    inject: says('gateway', {
      stderr: "wget: can't connect to remote host (192.168.1.220): Connection refused\n",
      exitCode: 1,
    }),
  },
  {
    name: 'the Gateway has no route for the host',
    check: 'gateway',
    says: /Gateway answers 404 instead of 302/,
    inject: says('gateway', http('404 Not Found')),
  },
  {
    name: 'nothing runs behind the Gateway',
    check: 'gateway',
    says: /Gateway answers 503 instead of 302/,
    inject: says('gateway', http('503 Service Unavailable')),
  },
];

/** The client cannot log in while the server is not there. */
function disconnected(command: 'management', answer: Parameters<Patient['containers']['answer']>[2]): Fault['inject'] {
  return ({ containers }) => {
    containers.answer('netbird', ASK[command], answer);
    containers.answer('netbird', ASK.status, {
      stdout: netbirdStatus({
        management: { connected: false, error: 'rpc error' },
        signal: { connected: false, error: '' },
        networks: null,
      }),
    });
    return undefined;
  };
}

/** What only a token shows. The route of a peer that has none is not among its networks. */
function withAccount(name: string, check: CheckName, expected: RegExp, other: Account, isWarning?: true): Fault {
  return {
    name,
    check,
    says: expected,
    with: 'token',
    ...(isWarning && { isWarning }),
    inject: (patient) => {
      patient.netbird.account = other;
      if (!isWarning) patient.containers.answer('netbird', ASK.status, { stdout: netbirdStatus({ networks: null }) });
      return undefined;
    },
  };
}

function nodeConfig(name: string, defaults: Readonly<Record<string, string>>) {
  return { ...CILIUM.nodeConfig(defaults), metadata: { name, namespace: 'kube-system' } };
}
