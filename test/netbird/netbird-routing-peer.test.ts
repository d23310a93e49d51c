import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { parse } from 'yaml';
import { NetbirdRoutingPeer, type NetbirdRoutingPeerProps } from '../../lib/index.ts';
import { problemsFrom } from '../support/refusals.ts';
import { routingPeer } from '../support/routing-peer.ts';

const statefulSet = (props: Partial<NetbirdRoutingPeerProps> = {}) => routingPeer(props).statefulSet.toJson();
const pod = (props: Partial<NetbirdRoutingPeerProps> = {}) => statefulSet(props).spec.template.spec;

test('adopting in place: nothing immutable differs from the StatefulSet that runs today', () => {
  const running = parse(readFileSync(join(import.meta.dirname, 'running-stateful-set.yaml'), 'utf8'));
  const { metadata, spec } = statefulSet({
    immutableFields: { selector: { app: 'netbird-peer' }, podManagementPolicy: 'OrderedReady' },
  });

  expect({ name: metadata.name, namespace: metadata.namespace }).toEqual(running.metadata);
  expect(spec.serviceName).toEqual(running.spec.serviceName);
  expect(spec.podManagementPolicy).toEqual(running.spec.podManagementPolicy);
  expect(spec.selector).toEqual(running.spec.selector);
  const [{ status, ...runningClaimTemplate }] = running.spec.volumeClaimTemplates; // written by the API server
  expect(spec.volumeClaimTemplates).toEqual([runningClaimTemplate]);
});

test('adopting in place: the pods have the labels that the selector wants, and the Service selects them', () => {
  const peer = routingPeer({ immutableFields: { selector: { app: 'netbird-peer' } } });
  expect(peer.statefulSet.toJson().spec.template.metadata.labels).toMatchObject({ app: 'netbird-peer' });
  expect(peer.service.toJson().spec.selector).toEqual({ app: 'netbird-peer' });
});

test('the selector of a new installation is one label that never changes, and not that of Argo CD', () => {
  const { selector, template } = statefulSet().spec;
  expect(selector).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'netbird-peer' } });
  expect(template.metadata.labels).toMatchObject(selector.matchLabels);
});

test('pods are managed in parallel, so that a corrected pod replaces one that never became ready', () => {
  expect(statefulSet().spec.podManagementPolicy).toBe('Parallel');
});

test('the claim outlives the StatefulSet', () => {
  expect(statefulSet().spec.persistentVolumeClaimRetentionPolicy).toEqual({
    whenDeleted: 'Retain',
    whenScaled: 'Retain',
  });
});

test('old revisions of the StatefulSet are kept, but not for ever', () => {
  expect(statefulSet().spec.revisionHistoryLimit).toBe(3);
});

test('the claim has the name that it has today', () => {
  expect(routingPeer().claimNames).toEqual(['netbird-config-netbird-peer-0']);
});

test('another claim template, size and class where a site says so', () => {
  const props = { storageSize: '1Gi', storageClassName: 'fast.ssd', immutableFields: { claimTemplateName: 'state' } };
  const { volumeClaimTemplates, template } = statefulSet(props).spec;
  expect(volumeClaimTemplates[0].metadata).toEqual({ name: 'state' });
  expect(volumeClaimTemplates[0].spec).toMatchObject({
    storageClassName: 'fast.ssd',
    resources: { requests: { storage: '1Gi' } },
  });
  expect(template.spec.containers[0].volumeMounts).toContainEqual({ name: 'state', mountPath: '/var/lib/netbird' });
  expect(routingPeer(props).claimNames).toEqual(['state-netbird-peer-0']);
});

test('without a storage class the field is absent, so that the default of the cluster fills it', () => {
  expect(Object.keys(statefulSet().spec.volumeClaimTemplates[0].spec)).not.toContain('storageClassName');
});

test('the Service is headless, and has the name that the StatefulSet wants', () => {
  const peer = routingPeer({ immutableFields: { serviceName: 'peers' } });
  expect(peer.service.toJson()).toMatchObject({ metadata: { name: 'peers' }, spec: { clusterIP: 'None' } });
  expect(peer.statefulSet.toJson().spec.serviceName).toBe('peers');
});

test('the pod may do no more than it needs', () => {
  expect(pod()).toMatchObject({
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    serviceAccountName: 'netbird-peer',
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    terminationGracePeriodSeconds: 30,
  });
  expect(pod().nodeName).toBeUndefined();
  expect(pod().securityContext.sysctls).toBeUndefined();
  expect(routingPeer().serviceAccount.toJson().automountServiceAccountToken).toBe(false);
});

test('containers are pulled once, and may not grow without bound', () => {
  for (const container of [...pod().initContainers, ...pod().containers]) {
    expect(container.imagePullPolicy).toBe('IfNotPresent');
    expect(container.resources).toEqual({ requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } });
  }
});

test('privileged, the client says so and nothing that contradicts it; the init container stays as it is', () => {
  expect(pod({ privileged: true }).containers[0].securityContext).toEqual({ privileged: true });
  expect(pod({ privileged: true }).initContainers).toEqual(pod().initContainers);
});

test('the environment of a pure router', () => {
  expect(pod().containers[0].env).toEqual(
    expect.arrayContaining([
      { name: 'NB_INTERFACE_NAME', value: 'wt0' },
      { name: 'NB_WIREGUARD_PORT', value: '51820' },
      { name: 'NB_DISABLE_DNS', value: 'true' },
      { name: 'NB_DISABLE_CLIENT_ROUTES', value: 'true' },
      { name: 'NB_EXTRA_IFACE_BLACKLIST', value: 'cilium_,lxc' },
      { name: 'NB_DISABLE_EBPF_WG_PROXY', value: 'true' },
      { name: 'NB_LOG_FILE', value: 'console' },
    ]),
  );
});

test('with the log on the console, the time-out of the entrypoint is left at its default', () => {
  const names = pod().containers[0].env.map(({ name }: { name: string }) => name);
  expect(names).not.toContain('NB_ENTRYPOINT_SERVICE_TIMEOUT');
  expect(new Set(names).size).toBe(names.length);
});

test('more environment, in the order of the site', () => {
  const { env } = pod({ environment: { NB_LOG_LEVEL: 'debug', TZ: 'UTC' } }).containers[0];
  expect(env).toEqual(
    expect.arrayContaining([
      { name: 'NB_LOG_LEVEL', value: 'debug' },
      { name: 'TZ', value: 'UTC' },
    ]),
  );
});

test('what a site may differ in, it may', () => {
  const tolerations = [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }];
  const peer = routingPeer({
    name: 'site-b',
    namespace: 'mesh',
    image: 'registry.example.org:5000/netbird:0.66.2',
    interfaceName: 'wt1',
    wireguardPort: 51821,
    nodeSelector: { 'example.org/routing-peer': 'true' },
    tolerations,
    priorityClassName: 'system-node-critical',
    resources: { cpuRequest: '1', memoryRequest: '256Mi', memoryLimit: '1Gi' },
    annotations: { 'example.org/owner': 'net' },
    podAnnotations: { 'backup.velero.io/backup-volumes': 'netbird-config' },
  });
  const { metadata, spec } = peer.statefulSet.toJson();
  expect(metadata).toMatchObject({
    name: 'site-b-peer',
    namespace: 'mesh',
    annotations: { 'example.org/owner': 'net' },
    labels: { 'app.kubernetes.io/name': 'site-b-peer' },
  });
  expect(spec.template.metadata.annotations).toEqual({ 'backup.velero.io/backup-volumes': 'netbird-config' });
  expect(spec.template.spec).toMatchObject({
    nodeSelector: { 'example.org/routing-peer': 'true' },
    tolerations,
    priorityClassName: 'system-node-critical',
  });
  expect(spec.template.spec.containers[0]).toMatchObject({
    image: 'registry.example.org:5000/netbird:0.66.2',
    resources: { requests: { cpu: '1', memory: '256Mi' }, limits: { memory: '1Gi' } },
  });
  expect(peer.namespace.name).toBe('mesh');
  expect(peer.interfaceName).toBe('wt1');
  expect(peer.nodeSelector).toEqual({ 'example.org/routing-peer': 'true' });
});

test('nothing is rendered that the API server would drop: no empty lists or maps', () => {
  const empty = /(\{\}|\[\])/;
  for (const child of routingPeer().node.children) {
    // biome-ignore lint/suspicious/noExplicitAny: every child renders an object
    expect(JSON.stringify((child as any).toJson())).not.toMatch(empty);
  }
});

test('without props it is refused once', () => {
  const build = (props: unknown) => new NetbirdRoutingPeer(new Chart(new App(), 'netbird'), 'peer', props as never);
  for (const props of [undefined, null, 'peer', []]) {
    expect(problemsFrom(() => build(props))).toMatchObject([{ path: 'netbird/peer', field: 'props' }]);
  }
});
