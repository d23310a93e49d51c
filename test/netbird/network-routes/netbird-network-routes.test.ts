import { expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { AccessToken, NetbirdNetworkRoutes, NetbirdRoutingPeer, SetupKey } from '../../../lib/index.ts';
import { parseDesiredRoutes } from '../../../lib/netbird/management/desired-routes.ts';
import { accessToken, networkRoutes, objectsOf, peerWith } from '../../support/network-routes.ts';
import { problemsFrom } from '../../support/refusals.ts';
import { designDocument } from '../../support/routing-peer.ts';

/** What it wants of NetBird, as its program reads it. */
function desired(routes: NetbirdNetworkRoutes) {
  return parseDesiredRoutes(String(routes.routes.toJson().data['routes.json']), 'the ConfigMap');
}

function pod(routes: NetbirdNetworkRoutes) {
  return routes.cronJob.toJson().spec.jobTemplate.spec.template.spec;
}

test('the route of the design document', () => {
  expect(desired(networkRoutes())).toEqual({
    managementUrl: 'https://netbird.madhan.app',
    owner: 'k8s-routing-peer',
    routes: [
      {
        networkId: 'k8s-routing-peer-192.168.1.0-24',
        network: '192.168.1.0/24',
        description: 'Routing peer in Kubernetes',
        groups: ['All'],
        accessControlGroups: [],
        masquerade: true,
        metric: 9999,
        peer: 'k8s-routing-peer',
      },
    ],
  });
});

test('each replica has a route for each network, under one id', () => {
  const routes = desired(
    networkRoutes(
      { metrics: [100, 200] },
      {
        replicas: 2,
        networks: ['192.168.1.0/24', '10.0.0.0/8'],
        nodeSelector: { rack: 'a' },
        immutableFields: { podManagementPolicy: 'OrderedReady' },
      },
    ),
  );
  expect(routes.owner).toBe('k8s-routing-peer-0');
  expect(routes.routes.map(({ peer, network, networkId, metric }) => [peer, network, networkId, metric])).toEqual([
    ['k8s-routing-peer-0', '192.168.1.0/24', 'k8s-routing-peer-0-192.168.1.0-24', 100],
    ['k8s-routing-peer-0', '10.0.0.0/8', 'k8s-routing-peer-0-10.0.0.0-8', 100],
    ['k8s-routing-peer-1', '192.168.1.0/24', 'k8s-routing-peer-0-192.168.1.0-24', 200],
    ['k8s-routing-peer-1', '10.0.0.0/8', 'k8s-routing-peer-0-10.0.0.0-8', 200],
  ]);
});

test('peers with different networks get theirs only', () => {
  const site = new App();
  const peers = ['192.168.1.0/24', '10.0.0.0/8'].map(
    (network, index) =>
      new NetbirdRoutingPeer(new Chart(site, `netbird-${index}`), 'peer', {
        ...designDocument,
        hostname: `peer-${index}`,
        namespace: `netbird-${index}`,
        nodeSelector: { 'kubernetes.io/hostname': `worker-${index}` },
        networks: [network],
      }),
  );
  const { routes } = desired(networkRoutes({ peers }));
  expect(routes.map(({ peer, network }) => [peer, network])).toEqual([
    ['peer-0', '192.168.1.0/24'],
    ['peer-1', '10.0.0.0/8'],
  ]);
});

test('by a group there is one route for each network', () => {
  expect(desired(networkRoutes({ peerGroup: 'routing-peers' })).routes).toMatchObject([
    { peerGroup: 'routing-peers', network: '192.168.1.0/24' },
  ]);
});

test('a peer that does not masquerade has a route that does not; the prop says otherwise', () => {
  expect(desired(networkRoutes({}, { masquerade: false })).routes).toMatchObject([{ masquerade: false }]);
  expect(desired(networkRoutes({ masquerade: true }, { masquerade: false })).routes).toMatchObject([
    { masquerade: true },
  ]);
});

test.each(['a'.repeat(63), 'k8s-routing-peer-of-the-homelab'])(
  'a derived network id has at most 40 characters: %s',
  (owner) => {
    const [route] = desired(networkRoutes({ owner })).routes;
    expect(route?.networkId).toMatch(/^[\w.-]{1,40}$/);
    expect(route?.networkId).toMatch(/-192\.168\.1\.0-24$/);
  },
);

test('owners that differ at the end only have ids that differ', () => {
  const ids = ['x', 'y'].map(
    (end) => desired(networkRoutes({ owner: `${'a'.repeat(40)}${end}` })).routes[0]?.networkId,
  );
  expect(new Set(ids).size).toBe(2);
});

test('the pod meets the level restricted, and has no way to Kubernetes', () => {
  const spec = pod(networkRoutes());
  expect(spec).toMatchObject({
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  });
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) expect(spec).not.toHaveProperty(field);
  const kinds = spec.volumes.flatMap(({ name, ...source }: { name: string }) => Object.keys(source));
  expect(kinds).toEqual(['projected', 'csi']);
  expect(networkRoutes().namespace.toJson().metadata.labels).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'restricted',
  });
});

test.each([
  ['OpenBao', accessToken],
  ['a Secret', AccessToken.fromSecret({ name: 'token', key: 'NETBIRD_API_TOKEN' })],
  [
    'External Secrets',
    AccessToken.fromExternalSecret({ store: { name: 'openbao' }, path: 'netbird-routes', key: 'NETBIRD_API_TOKEN' }),
  ],
])('from %s the token is a file, and the environment has its name only', (_, token) => {
  const [container] = pod(networkRoutes({ accessToken: token })).containers;
  expect(container.env).toEqual([{ name: 'NETBIRD_API_TOKEN_FILE', value: '/mnt/secrets/NETBIRD_API_TOKEN' }]);
  expect(container.command).toEqual(['node', '/opt/netbird-routes/reconcile.mjs']);
});

test('a token is replaced from time to time, so the operator fetches it again; no Secret is made of a mounted one', () => {
  const token = AccessToken.fromExternalSecret({
    store: { name: 'openbao' },
    path: 'netbird-routes',
    key: 'NETBIRD_API_TOKEN',
  });
  const external = objectsOf(networkRoutes({ accessToken: token })).find(({ kind }) => kind === 'ExternalSecret');
  expect(external).toMatchObject({ spec: { refreshPolicy: 'Periodic', refreshInterval: '1h0m0s' } });
  const mounted = objectsOf(networkRoutes()).find(({ kind }) => kind === 'SecretProviderClass');
  expect(mounted).toMatchObject({ metadata: { name: 'netbird-routes-token', namespace: 'netbird-routes' } });
  expect(Object(mounted?.spec)).not.toHaveProperty('secretObjects');
});

test('an authority of its own is mounted, and Node told about it', () => {
  const spec = pod(networkRoutes({ caCertificate: { configMap: 'homelab-ca', key: 'ca.crt' } }));
  expect(spec.containers[0].env).toContainEqual({ name: 'NODE_EXTRA_CA_CERTS', value: '/etc/netbird-routes/ca.crt' });
  expect(spec.containers[0].volumeMounts).toContainEqual({
    name: 'ca-certificate',
    mountPath: '/etc/netbird-routes',
    readOnly: true,
  });
  expect(spec.volumes).toContainEqual({
    name: 'ca-certificate',
    configMap: { name: 'homelab-ca', defaultMode: 0o444 },
  });
});

test('runs never overlap, end in time, and come every 10 minutes, not all sites in the same one', () => {
  const specs = ['a', 'b', 'c', 'd'].map((owner) => networkRoutes({ owner }).cronJob.toJson().spec);
  for (const spec of specs) {
    expect(spec).toMatchObject({
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 300,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: { spec: { backoffLimit: 0, activeDeadlineSeconds: 300 } },
    });
    expect(spec.schedule).toMatch(/^\d-59\/10 \* \* \* \*$/);
  }
  expect(new Set(specs.map(({ schedule }) => schedule)).size).toBeGreaterThan(1);
});

test('names, namespace and annotations are props, and the ConfigMaps are far from the limit of 1 MiB', () => {
  const routes = networkRoutes({ name: 'west', namespace: 'west-routes', annotations: { 'example.org/team': 'net' } });
  for (const { kind, metadata } of objectsOf(routes)) {
    expect(metadata.annotations).toMatchObject({ 'example.org/team': 'net' });
    if (kind !== 'Namespace')
      expect(metadata).toMatchObject({ namespace: 'west-routes', name: expect.stringMatching(/^west/) });
  }
  expect(JSON.stringify(routes.program.toJson()).length).toBeLessThan(250_000);
});

test.each<[string, Readonly<Record<string, unknown>>, string, string]>([
  ['no peer', { peers: [] }, 'peers', 'It must be a list with at least one entry. Write, for example, [peer].'],
  [
    'what is no peer',
    { peers: ['k8s-routing-peer'] },
    'peers[0]',
    'It is not a NetbirdRoutingPeer. Write the peers that main.ts makes, for example [peer].',
  ],
  [
    'a literal token',
    { accessToken: 'nbp_secret' },
    'accessToken',
    'An access token is never written here: it would stay in Git for ever. Say where it comes from, for example AccessToken.fromOpenBao({ … }); revoke one that was committed.',
  ],
  [
    'a network that no peer has',
    { networks: ['10.0.0.0/8'] },
    'networks[0]',
    'No peer has it behind it; they have 192.168.1.0/24. Write one of these, or add it to the networks of the peer.',
  ],
  ['host bits', { networks: ['192.168.1.5/24'] }, 'networks[0]', 'Host bits are set. Write "192.168.1.0/24".'],
  ['no group', { groups: [] }, 'groups', 'It must be a list with at least one entry. Write, for example, ["All"].'],
  [
    'an empty group',
    { groups: [''] },
    'groups[0]',
    'It is not the name of a group. Write it as NetBird shows it, for example "All".',
  ],
  [
    'too many metrics',
    { metrics: [1, 2] },
    'metrics',
    'There is 1 replica, and each has one metric. Write them in this order: k8s-routing-peer.',
  ],
  [
    'a metric of 0',
    { metrics: [0] },
    'metrics[0]',
    'A metric is a whole number from 1 to 9999. Write, for example, 100.',
  ],
  [
    'metrics of a group',
    { peerGroup: 'x', metrics: [1, 2] },
    'metrics',
    'The peers of a group have one route, and so one metric. Write one, or take out peerGroup.',
  ],
  [
    'an id of 41 characters',
    { networkId: 'x'.repeat(41) },
    'networkId',
    'A network id has 1 to 40 characters, in one line. Write, for example, "homelab-lan".',
  ],
  [
    'an owner with a bracket',
    { owner: 'a]b' },
    'owner',
    'The mark in the routes has up to 63 letters, digits, "-", "_" and ".". Write an owner of that form, for example "k8s-routing-peer".',
  ],
  [
    'a mark in the description',
    { description: '[cdk8s-netbird:x]' },
    'description',
    'A description is one line of up to 160 characters, without the mark, which is put behind it. Write, for example, "LAN of the homelab".',
  ],
  [
    'a tag that moves',
    { image: 'node:24-alpine' },
    'image',
    'The tag "24-alpine" can be moved to another image. Write a full version, for example ":24.21.0-alpine", or add the digest ("@sha256:…").',
  ],
  [
    'an older Node.js',
    { image: 'registry.example.org/node:22.1.0-alpine' },
    'image',
    'The program needs Node.js 24 or later. Write, for example, "node:24.21.0-alpine".',
  ],
  [
    'no image',
    { image: 'node 24' },
    'image',
    'It is not an image reference. Write, for example, "node:24.21.0-alpine".',
  ],
  [
    'a namespace of Kubernetes',
    { namespace: 'kube-system' },
    'namespace',
    'The construct makes its namespace, and its Pod Security level would hold for all else that runs in this one. Write one that nothing else lives in, for example "netbird-routes".',
  ],
  [
    'no token',
    { accessToken: undefined },
    'accessToken',
    'It is missing. Write, for example, AccessToken.fromOpenBao({ … }).',
  ],
  [
    'a setup key instead of a token',
    { accessToken: SetupKey.fromSecret({ name: 'a', key: 'b' }) },
    'accessToken',
    'It says where a setup key comes from, not an access token. Write, for example, AccessToken.fromOpenBao({ … }).',
  ],
  [
    'a token without props',
    { accessToken: AccessToken.fromSecret('netbird' as never) },
    'accessToken',
    'It must be an object. Write, for example, { name: "netbird-api-token", key: "NETBIRD_API_TOKEN" }.',
  ],
  [
    'a token in the environment',
    { accessToken: AccessToken.fromSecret({ name: 'a', key: 'b', delivery: 'environment' } as never) },
    'accessToken.delivery',
    'It is no choice here: an access token is always delivered as a file. Take it out.',
  ],
  [
    'an unknown prop',
    { metric: 1 },
    'metric',
    'There is no such prop. Take it out, or correct its name; npm run typecheck knows all names.',
  ],
  [
    'an unknown prop of the authority',
    { caCertificate: { configMap: 'a', key: 'b', path: 'c' } },
    'caCertificate.path',
    'There is no such prop. Take it out, or correct its name; npm run typecheck knows all names.',
  ],
  [
    'a long name',
    { name: 'x'.repeat(41) },
    'name',
    'With more than 40 characters, Kubernetes could not name the Jobs after it. Write a shorter one, for example "netbird-routes".',
  ],
])('%s is refused', (_, props, field, text) => {
  expect(problemsFrom(() => networkRoutes(props)).map((one) => [one.field, `${one.reason} ${one.remedy}`])).toEqual([
    [field, text],
  ]);
});

test('a literal token is not shown', () => {
  expect(JSON.stringify(problemsFrom(() => networkRoutes({ accessToken: 'nbp_secret' as never })))).not.toContain(
    'nbp_secret',
  );
});

test('a store in the mesh is refused: the run would wait for the route that it makes', () => {
  const props = { role: 'r', path: 'secret/data/r', key: 'K' };
  const tokenAt = (address: string) => networkRoutes({ accessToken: AccessToken.fromOpenBao({ address, ...props }) });
  expect(problemsFrom(() => tokenAt('https://100.109.1.9:8200'))).toMatchObject([{ field: 'accessToken.address' }]);
  expect(problemsFrom(() => tokenAt('https://192.168.1.9:8200'))).toEqual([]);
});

test('a group has one metric', () => {
  expect(networkRoutes({ peerGroup: 'x', metrics: [100] }).routes.toJson().data['routes.json']).toContain(
    '"metric": 100',
  );
});

test('without props it is refused once', () => {
  const build = (props: unknown) => new NetbirdNetworkRoutes(new Chart(new App(), 'routes'), 'routes', props as never);
  for (const [props, reason] of [
    [undefined, 'It is missing.'],
    [null, 'It must be an object.'],
  ]) {
    expect(problemsFrom(() => build(props))).toMatchObject([{ field: 'props', reason }]);
  }
});

test('peers of two management servers, or one peer twice, are refused', () => {
  const [one, other] = [peerWith(), peerWith({ managementUrl: 'https://other.example.org' })];
  expect(problemsFrom(() => networkRoutes({ peers: [one, other] }))).toMatchObject([
    {
      field: 'peers[1]',
      reason: 'Its management server is https://other.example.org, that of the first peer https://netbird.madhan.app.',
    },
  ]);
  expect(problemsFrom(() => networkRoutes({ peers: [one, one] }))).toMatchObject([
    { field: 'peers[1]', reason: 'It stands in the list twice.' },
  ]);
});

test('a management server over http, where the token would be read on the way, is refused', () => {
  const peer = { managementUrl: 'http://netbird.lan', allowHttpManagementUrl: true };
  expect(problemsFrom(() => networkRoutes({}, peer))).toMatchObject([
    {
      field: 'peers[0].managementUrl',
      value: '"http://netbird.lan"',
      reason: 'Keys would travel unencrypted over http.',
      remedy: 'Write "https://netbird.lan".',
    },
  ]);
});

test('two of one owner are refused, over all clusters of a site', () => {
  const site = new App();
  const peer = new NetbirdRoutingPeer(new Chart(site, 'netbird'), 'routing-peer', designDocument);
  const make = (name: string, owner?: string) =>
    new NetbirdNetworkRoutes(new Chart(site, name), 'routes', {
      peers: [peer],
      accessToken,
      name,
      namespace: name,
      owner,
    });
  make('one');
  make('two', 'another');
  expect(problemsFrom(() => make('three'))).toMatchObject([
    {
      path: 'three/routes',
      field: 'owner',
      reason:
        'At the same management server it is the owner of the routes of one/routes, and each would delete those of the other.',
    },
  ]);
});
