import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { routingPeer } from '../support/routing-peer.ts';

// biome-ignore lint/suspicious/noExplicitAny: objects are read as they are written, without types
const object = (id: string): any => (routingPeer().node.findChild(id) as any).toJson();
const statefulSet = () => object('stateful-set');
const pod = () => statefulSet().spec.template.spec;
const netbird = () => pod().containers[0];
const environment = () =>
  Object.fromEntries(
    netbird().env.map((variable: { name: string; value?: string }) => [variable.name, variable.value]),
  );

// The configuration table of the design document, row by row.
test('namespace: netbird, with Pod Security privileged', () => {
  const { metadata } = object('namespace');
  expect(metadata.name).toBe('netbird');
  expect(metadata.labels).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'privileged',
    'pod-security.kubernetes.io/audit': 'privileged',
    'pod-security.kubernetes.io/warn': 'privileged',
  });
  expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/managed-by': 'cdk8s' });
  expect(statefulSet().metadata.namespace).toBe('netbird');
});

test('namespace: what would delete the identity with it asks first', () => {
  const { metadata } = object('namespace');
  expect(metadata.annotations['argocd.argoproj.io/sync-options']).toBe('Prune=confirm,Delete=confirm');
});

test('image: netbirdio/netbird:0.66.2, in every container', () => {
  const images = [...pod().initContainers, ...pod().containers].map(({ image }) => image);
  expect(new Set(images)).toEqual(new Set(['netbirdio/netbird:0.66.2']));
});

test('kind: a StatefulSet with one replica, on k8s-worker1', () => {
  expect(statefulSet().kind).toBe('StatefulSet');
  expect(statefulSet().spec.replicas).toBe(1);
  expect(pod().nodeSelector).toEqual({ 'kubernetes.io/hostname': 'k8s-worker1' });
});

test('network: that of the host, with the DNS of the cluster', () => {
  expect(pod().hostNetwork).toBe(true);
  expect(pod().dnsPolicy).toBe('ClusterFirstWithHostNet');
});

test('claim: 100Mi, ReadWriteOnce, with everything written out that the API server would add', () => {
  expect(statefulSet().spec.volumeClaimTemplates).toEqual([
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'netbird-config' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '100Mi' } },
        volumeMode: 'Filesystem',
      },
    },
  ]);
});

test('capabilities: NET_ADMIN and SYS_MODULE, and NET_RAW that dropping all takes away', () => {
  expect(netbird().securityContext).toEqual({
    privileged: false,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'], add: ['NET_ADMIN', 'SYS_MODULE', 'NET_RAW'] },
  });
});

test('environment: management server, hostname, and the setup key from a Secret', () => {
  expect(environment()).toMatchObject({
    NB_MANAGEMENT_URL: 'https://netbird.madhan.app',
    NB_HOSTNAME: 'k8s-routing-peer',
  });
  expect(netbird().env).toContainEqual({
    name: 'NB_SETUP_KEY',
    valueFrom: { secretKeyRef: { name: 'netbird-setup-key', key: 'NETBIRD_SETUP_KEY' } },
  });
});

test('setup key: secret/data/netbird in OpenBao, synced into the Secret that the container reads', () => {
  const { spec } = object('setup-key');
  expect(spec.provider).toBe('openbao');
  expect(spec.parameters.roleName).toBe('netbird');
  expect(parse(spec.parameters.objects)).toEqual([
    { objectName: 'NETBIRD_SETUP_KEY', secretPath: 'secret/data/netbird', secretKey: 'NETBIRD_SETUP_KEY' },
  ]);
  expect(spec.secretObjects).toEqual([
    {
      secretName: 'netbird-setup-key',
      type: 'Opaque',
      data: [{ objectName: 'NETBIRD_SETUP_KEY', key: 'NETBIRD_SETUP_KEY' }],
    },
  ]);
});

test('masquerade: the rule of the design document, to the letter', () => {
  const setupIptables = pod().initContainers.find(({ name }: { name: string }) => name === 'setup-iptables');
  expect(setupIptables.command).toEqual([
    '/bin/sh',
    '-c',
    `set -eu
iptables -t nat -C POSTROUTING -s 100.109.0.0/16 -d 192.168.1.0/24 -j MASQUERADE 2>/dev/null \\
|| iptables -t nat -A POSTROUTING -s 100.109.0.0/16 -d 192.168.1.0/24 -j MASQUERADE
`,
  ]);
  expect(setupIptables.securityContext.capabilities).toEqual({ drop: ['ALL'], add: ['NET_ADMIN'] });
});

test('the identity is mounted at /var/lib/netbird, and nothing else can hold it', () => {
  expect(netbird().volumeMounts).toEqual([
    { name: 'netbird-config', mountPath: '/var/lib/netbird' },
    { name: 'setup-key', mountPath: '/mnt/secrets', readOnly: true },
    { name: 'kernel-modules', mountPath: '/lib/modules', readOnly: true },
  ]);
});

test('Argo CD applies what the peer needs before the peer', () => {
  const waves = routingPeer().node.children.map(({ node }) => [
    node.id,
    object(node.id).metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? '0',
  ]);
  expect(Object.fromEntries(waves)).toEqual({
    namespace: '-3',
    'service-account': '-2',
    'setup-key': '-1',
    service: '0',
    'stateful-set': '0',
  });
});
