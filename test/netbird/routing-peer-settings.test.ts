import { expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { type Problem, SetupKey } from '../../lib/index.ts';
import { problemsOf } from '../support/routing-peer.ts';

test('the props of the design document are accepted', () => {
  expect(problemsOf({})).toEqual([]);
});

const field = (name: string, value: unknown, reason: string, remedy: string): Problem => ({
  path: 'netbird/routing-peer',
  field: name,
  value: JSON.stringify(value),
  reason,
  remedy,
});

test.each<[string, Record<string, unknown>, Problem]>([
  [
    'a claim template with a name that Kubernetes refuses',
    { immutableFields: { claimTemplateName: 'Bad_Name' } },
    field(
      'immutableFields.claimTemplateName',
      'Bad_Name',
      'It is not a DNS label: 1 to 63 lower-case letters, digits and hyphens, none of these at an end.',
      'Write, for example, "netbird-config".',
    ),
  ],
  [
    'a claim template that would take the place of the setup key',
    { immutableFields: { claimTemplateName: 'setup-key' } },
    field(
      'immutableFields.claimTemplateName',
      'setup-key',
      'Another volume of the pod has this name.',
      'Write, for example, "netbird-config".',
    ),
  ],
  [
    'the tunnel as the way to the networks',
    { lanInterface: 'wt0' },
    field(
      'lanInterface',
      'wt0',
      'That is the tunnel interface.',
      'Write the one that leads to the networks, for example "eth0".',
    ),
  ],
  [
    'a flag that is no flag',
    { allowHttpManagementUrl: 'false' },
    field('allowHttpManagementUrl', 'false', 'It is neither true nor false.', 'Write true or false.'),
  ],
  [
    'host bits in a network',
    { networks: ['192.168.1.5/24'] },
    field('networks[0]', '192.168.1.5/24', 'Host bits are set.', 'Write "192.168.1.0/24".'),
  ],
  [
    'host bits in the overlay',
    { overlay: '100.109.244.71/16' },
    field('overlay', '100.109.244.71/16', 'Host bits are set.', 'Write "100.109.0.0/16".'),
  ],
  [
    'a network that overlaps the overlay',
    { networks: ['192.168.1.0/24', '100.109.7.0/24'] },
    field(
      'networks[1]',
      '100.109.7.0/24',
      'It overlaps the overlay 100.109.0.0/16.',
      'Write networks that have no address in common.',
    ),
  ],
  [
    'a network that overlaps another one',
    { networks: ['192.168.1.0/24', '10.0.0.0/8', '192.168.0.0/16'] },
    field(
      'networks[2]',
      '192.168.0.0/16',
      'It overlaps 192.168.1.0/24.',
      'Write networks that have no address in common.',
    ),
  ],
  [
    'the same network twice',
    { networks: ['192.168.1.0/24', '192.168.1.0/24'] },
    field(
      'networks[1]',
      '192.168.1.0/24',
      'It overlaps 192.168.1.0/24.',
      'Write networks that have no address in common.',
    ),
  ],
  [
    'no network',
    { networks: [] },
    field('networks', [], 'It must be a list with at least one entry.', 'Write, for example, ["192.168.1.0/24"].'),
  ],
  [
    'a network instead of a list of them',
    { networks: '192.168.1.0/24' },
    field(
      'networks',
      '192.168.1.0/24',
      'It must be a list with at least one entry.',
      'Write, for example, ["192.168.1.0/24"].',
    ),
  ],
  [
    'an IPv6 network',
    { networks: ['fd00::/64'] },
    field(
      'networks[0]',
      'fd00::/64',
      'The overlay of NetBird 0.66 is IPv4, and so is what it routes.',
      'Write an IPv4 prefix.',
    ),
  ],
  [
    'an overlay outside 100.64.0.0/10',
    { overlay: '10.109.0.0/16' },
    field(
      'overlay',
      '10.109.0.0/16',
      'It is not inside 100.64.0.0/10, out of which NetBird draws the range of an account.',
      'Write the range of your account, or allowOverlayOutsideSharedRange: true when it was set by hand.',
    ),
  ],
  [
    'a hostname that is no DNS label',
    { hostname: 'K8s_Routing_Peer' },
    field(
      'hostname',
      'K8s_Routing_Peer',
      'It is not a DNS label: 1 to 63 lower-case letters, digits and hyphens, none of these at an end.',
      'Write, for example, "k8s-routing-peer".',
    ),
  ],
  [
    'an http management URL',
    { managementUrl: 'http://netbird.madhan.app' },
    field(
      'managementUrl',
      'http://netbird.madhan.app',
      'Keys would travel unencrypted over http.',
      'Write "https://netbird.madhan.app".',
    ),
  ],
  [
    'a management URL with the path of an API',
    { managementUrl: 'https://netbird.madhan.app/api/v1' },
    field(
      'managementUrl',
      'https://netbird.madhan.app/api/v1',
      'Only scheme, host and port of it are used.',
      'Write "https://netbird.madhan.app".',
    ),
  ],
  [
    'a version that is none',
    { version: 'latest' },
    field(
      'version',
      'latest',
      'It is not a released version: the image would change under the same name, or not exist.',
      'Write the version of the management server, for example "0.66.2".',
    ),
  ],
  [
    'a version that keeps its key off the volume',
    { version: '0.51.2' },
    field(
      'version',
      '0.51.2',
      'Before 0.52.0 the WireGuard key is in /etc/netbird, off the volume: each restart would register another peer.',
      'Write the version of the management server, for example "0.66.2".',
    ),
  ],
  [
    'an image that routes for nobody',
    { image: 'netbirdio/netbird:0.66.2-rootless' },
    field(
      'image',
      'netbirdio/netbird:0.66.2-rootless',
      'The client of a rootless image tunnels in user space, and routes for nobody.',
      'Write the image without "-rootless", for example "netbirdio/netbird:0.66.2".',
    ),
  ],
  [
    'an image with a variable that nobody fills in',
    { image: 'netbirdio/netbird:$VERSION' },
    field(
      'image',
      'netbirdio/netbird:$VERSION',
      'It is not an image reference.',
      'Write, for example, "netbirdio/netbird:0.66.2".',
    ),
  ],
  [
    'a management URL with a variable that nobody fills in',
    { managementUrl: 'https://$HOST' },
    field(
      'managementUrl',
      'https://$HOST',
      'It is not an https URL.',
      'Write, for example, "https://netbird.example.org".',
    ),
  ],
  [
    'a management server in the mesh',
    { managementUrl: 'https://100.109.3.4:443' },
    field(
      'managementUrl',
      'https://100.109.3.4:443',
      'It is an address of the mesh, 100.109.0.0/16, and no way leads there before the peer has asked the management server.',
      'Write the address that it has without the tunnel.',
    ),
  ],
  [
    'an address as the overlay',
    { overlay: '100.109.244.71/32' },
    field(
      'overlay',
      '100.109.244.71/32',
      'It is an address or two, and not the range of an account.',
      'Write, for example, "100.109.0.0/16".',
    ),
  ],
  [
    'no overlay',
    { overlay: 'mesh' },
    field('overlay', 'mesh', 'It is not a network in CIDR notation.', 'Write, for example, "100.109.0.0/16".'),
  ],
  [
    'a namespace of Kubernetes',
    { namespace: 'kube-system' },
    field(
      'namespace',
      'kube-system',
      'The construct makes its namespace, and its Pod Security level would hold for all else that runs in this one.',
      'Write one that nothing else lives in, for example "netbird".',
    ),
  ],
  [
    'a name with which the Service would be refused',
    { name: '1netbird' },
    field('name', '1netbird', 'The name of a Service begins with a letter.', 'Write, for example, "netbird".'),
  ],
  [
    'the name of a Service that begins with a digit',
    { immutableFields: { serviceName: '1peer' } },
    field(
      'immutableFields.serviceName',
      '1peer',
      'The name of a Service begins with a letter.',
      'Write, for example, "netbird-peer".',
    ),
  ],
  [
    'an interface to the LAN that is none',
    { lanInterface: 'eth 0' },
    field(
      'lanInterface',
      'eth 0',
      'The name of an interface has 1 to 15 characters of ASCII, none of them blank.',
      'Write, for example, "eth0".',
    ),
  ],
  [
    'a selector that selects every pod',
    { immutableFields: { selector: {} } },
    field(
      'immutableFields.selector',
      {},
      'It must name at least one label.',
      'Write, for example, { app: "netbird-peer" }.',
    ),
  ],
  [
    'an image that changes under its tag',
    { image: 'registry.example.org/netbird:latest' },
    field(
      'image',
      'registry.example.org/netbird:latest',
      'The tag "latest" is another image tomorrow.',
      'Write the version, for example ":0.66.2".',
    ),
  ],
  [
    'an image of another version, whose probes would differ',
    { image: 'registry.example.org/netbird:0.67.0' },
    field(
      'image',
      'registry.example.org/netbird:0.67.0',
      'Its tag names version 0.67.0, but version is "0.66.2", which decides about the probes.',
      'Write the same version in both.',
    ),
  ],
  [
    'an interface name that the kernel refuses',
    { interfaceName: 'wireguard-tunnel-0' },
    field(
      'interfaceName',
      'wireguard-tunnel-0',
      'The name of an interface has 1 to 15 characters of ASCII, none of them blank.',
      'Write, for example, "wt0".',
    ),
  ],
  [
    'a port that is none',
    { wireguardPort: 65_536 },
    field(
      'wireguardPort',
      65_536,
      'It is not a UDP port: a whole number from 1 to 65535.',
      'Write, for example, 51820.',
    ),
  ],
  [
    'a name that is too long for the labels of the pods',
    { name: 'n'.repeat(41) },
    field(
      'name',
      'n'.repeat(41),
      'With more than 40 characters, Kubernetes could not label the pods with the names made of it.',
      'Write a shorter one, for example "netbird".',
    ),
  ],
  [
    'a node selector that selects nothing',
    { nodeSelector: {} },
    field(
      'nodeSelector',
      {},
      'It must name at least one label.',
      'Write, for example, { "kubernetes.io/hostname": "k8s-worker1" }.',
    ),
  ],
  [
    'a toleration of every taint',
    { tolerations: [{ operator: 'Exists' }] },
    field(
      'tolerations',
      [{ operator: 'Exists' }],
      'It must be a list of tolerations that each name a taint by its key; one without a key tolerates every taint.',
      'Write, for example, [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists" }].',
    ),
  ],
  [
    'a size that the API server would write otherwise',
    { storageSize: '1024Mi' },
    field('storageSize', '1024Mi', 'The API server stores it as "1Gi".', 'Write "1Gi".'),
  ],
  [
    'an amount of CPU that is none',
    { resources: { cpuRequest: '0.1' } },
    field(
      'resources.cpuRequest',
      '0.1',
      'It is not an amount of CPU.',
      'Write, for example, "100m" for a tenth of a processor.',
    ),
  ],
  [
    'something else than true or false',
    { privileged: 'yes' },
    field('privileged', 'yes', 'It is neither true nor false.', 'Write true or false.'),
  ],
  [
    'an annotation that the construct sets',
    { annotations: { 'argocd.argoproj.io/sync-wave': '5' } },
    field(
      'annotations',
      { 'argocd.argoproj.io/sync-wave': '5' },
      'The construct sets argocd.argoproj.io/sync-wave itself, to bring its objects into order.',
      'Take it out.',
    ),
  ],
  [
    'a selector by the label of Argo CD',
    { immutableFields: { selector: { 'app.kubernetes.io/instance': 'netbird' } } },
    field(
      'immutableFields.selector',
      { 'app.kubernetes.io/instance': 'netbird' },
      'Argo CD may own the label app.kubernetes.io/instance, and would then prune the claim.',
      'Select by another label.',
    ),
  ],
  [
    'a pod management policy that does not exist',
    { immutableFields: { podManagementPolicy: 'Serial' } },
    field(
      'immutableFields.podManagementPolicy',
      'Serial',
      'There is no such choice.',
      'Write "Parallel" or "OrderedReady".',
    ),
  ],
  [
    'an environment variable that is no string, without showing it',
    { environment: { NB_MTU: 1280 } },
    {
      ...field(
        'environment.NB_MTU',
        '',
        'It is not an environment variable: letters, digits and "_" as the name, a string as the value.',
        'Write, for example, { NB_LOG_LEVEL: "debug" }.',
      ),
      value: undefined,
    },
  ],
  [
    'more memory asked for than allowed',
    { resources: { memoryRequest: '1Gi' } },
    field(
      'resources.memoryRequest',
      '1Gi',
      'It is more than the limit, 512Mi.',
      'Write a smaller request, or a larger memoryLimit.',
    ),
  ],
])('refused: %s', (_, props, problem) => {
  expect(problemsOf(props)).toEqual([problem]);
});

test.each([
  ['NB_STATE_DIR', 'It moves the WireGuard key off the volume: the next restart would register another peer.'],
  ['NB_CONFIG', 'It moves the profile with the WireGuard key off the volume.'],
  ['WT_CONFIG', 'It moves the profile with the WireGuard key off the volume.'],
  ['NB_SETUP_KEY', 'A setup key written here is in Git for ever; the prop setupKey delivers it.'],
  ['WT_SETUP_KEY', 'A setup key written here is in Git for ever; the prop setupKey delivers it.'],
  ['NB_SETUP_KEY_FILE', 'Together with NB_SETUP_KEY every netbird command fails; the prop setupKey delivers the key.'],
  ['NB_FOREGROUND_MODE', 'With the entrypoint of the image it starts a second client on the same state.'],
  ['NB_HOSTNAME', 'The construct sets it itself.'],
  ['NB_DISABLE_DNS', 'The construct sets it itself.'],
])('refused in the environment, without showing its value: %s', (variable, reason) => {
  expect(problemsOf({ environment: { [variable]: 'anything' } })).toEqual([
    { path: 'netbird/routing-peer', field: `environment.${variable}`, reason, remedy: 'Take it out.' },
  ]);
});

test('refused: a mount path or a state folder of its own, since there is no such prop', () => {
  expect(problemsOf({ mountPath: '/etc/netbird', stateDirectory: '/data' }).map((problem) => problem.field)).toEqual([
    'mountPath',
    'stateDirectory',
  ]);
});

test('refused: a misspelt prop, which would otherwise quietly be its default', () => {
  expect(
    problemsOf({ storageClasName: 'fast', resources: { memory: '1Gi' }, immutableFields: { claim: 'x' } }),
  ).toEqual(
    ['storageClasName', 'resources.memory', 'immutableFields.claim'].map((name) => ({
      path: 'netbird/routing-peer',
      field: name,
      reason: 'There is no such prop.',
      remedy: 'Take it out, or correct its name; npm run typecheck knows all names.',
    })),
  );
});

test('refused: a literal setup key, without showing it', () => {
  const problems = problemsOf({ setupKey: 'A1B2C3D4-0000-4000-8000-123456789ABC' });
  expect(problems).toEqual([
    {
      path: 'netbird/routing-peer',
      field: 'setupKey',
      reason: 'A setup key is never written here: it would stay in Git for ever.',
      remedy: 'Say where it comes from, for example SetupKey.fromOpenBao({ … }); revoke one that was committed.',
    },
  ]);
  expect(JSON.stringify(problems)).not.toContain('A1B2C3D4');
});

test('all problems are reported at once', () => {
  const setupKey = SetupKey.fromOpenBao({
    address: 'http://bao.example.org',
    role: '',
    path: 'secret/netbird',
    key: '',
  });
  const props = {
    hostname: '',
    managementUrl: 'ftp://x',
    setupKey,
    networks: ['1.2.3.4/8', 'nonsense'],
    nodeSelector: {},
  };
  expect(problemsOf(props).map((problem) => problem.field)).toEqual([
    'hostname',
    'networks[0]',
    'networks[1]',
    'managementUrl',
    'setupKey.address',
    'setupKey.role',
    'setupKey.path',
    'setupKey.key',
    'nodeSelector',
  ]);
});

test('accepted when said explicitly: an overlay set by hand, and an http management URL', () => {
  expect(
    problemsOf({
      overlay: '10.109.0.0/16',
      allowOverlayOutsideSharedRange: true,
      managementUrl: 'http://netbird.lan:33073',
      allowHttpManagementUrl: true,
    }),
  ).toEqual([]);
});

test('a setup key in the wrong place is refused without showing it', () => {
  const key = 'A1B2C3D4-0000-4000-8000-123456789ABC';
  const problems = problemsOf({ hostname: key, networks: [key], environment: { 'NB-SETUP-KEY': key } });
  expect(problems.map(({ field }) => field)).toEqual(['hostname', 'networks[0]', 'environment.NB-SETUP-KEY']);
  expect(JSON.stringify(problems)).not.toContain('A1B2C3D4');
});

test('a namespace that is made elsewhere must let the pod do what it needs', () => {
  const namespace = new k8s.KubeNamespace(new Chart(new App(), 'other'), 'namespace', { metadata: { name: 'other' } });
  expect(problemsOf({ namespace })).toEqual([
    {
      path: 'netbird/routing-peer',
      field: 'namespace',
      reason: 'The host network and added capabilities need a namespace whose Pod Security level is privileged.',
      remedy: 'Write the namespace of another peer, or a name.',
    },
  ]);
});
