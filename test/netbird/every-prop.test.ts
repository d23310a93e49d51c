import { expect, test } from '@jest/globals';
import { Chart } from 'cdk8s';
import { type NetbirdRoutingPeerProps, SetupKey } from '../../lib/index.ts';
import { problemsOf, routingPeer } from '../support/routing-peer.ts';

test.each<[string, unknown, string]>([
  ['version', 66, 'version'],
  ['image', 'netbird', 'image'],
  ['image', 'netbirdio/netbird:0.66.21', 'image'],
  ['image', 'netbirdio/netbird:10.66.2', 'image'],
  ['managementUrl', 5, 'managementUrl'],
  ['allowHttpManagementUrl', 'no', 'allowHttpManagementUrl'],
  ['hostname', '', 'hostname'],
  ['replicas', '2', 'replicas'],
  ['replicas', 101, 'replicas'],
  ['registeredNames', 'peer', 'registeredNames'],
  ['registeredNames', [5], 'registeredNames[0]'],
  ['registeredNames', [''], 'registeredNames[0]'],
  ['spreadOverZones', 'yes', 'spreadOverZones'],
  ['overlay', '100.109.0.0', 'overlay'],
  ['allowOverlayOutsideSharedRange', 'no', 'allowOverlayOutsideSharedRange'],
  ['networks', [5], 'networks[0]'],
  ['masquerade', 'no', 'masquerade'],
  ['lanInterface', 'eth 0', 'lanInterface'],
  ['interfaceName', '', 'interfaceName'],
  ['wireguardPort', '51820', 'wireguardPort'],
  ['name', 'NetBird', 'name'],
  ['namespace', 'NetBird', 'namespace'],
  ['namespace', 'default', 'namespace'],
  ['nodeSelector', {}, 'nodeSelector'],
  ['tolerations', [{ effect: 'Never' }], 'tolerations'],
  ['priorityClassName', 'High', 'priorityClassName'],
  ['storageSize', 100, 'storageSize'],
  ['storageClassName', 'Fast', 'storageClassName'],
  ['kernelModule', true, 'kernelModule'],
  ['readOnlyRootFilesystem', 'yes', 'readOnlyRootFilesystem'],
  ['resources', '128Mi', 'resources'],
  ['resources', { cpuRequest: '1000m' }, 'resources.cpuRequest'],
  ['resources', { memoryRequest: 128 }, 'resources.memoryRequest'],
  ['resources', { memoryLimit: '0.5Gi' }, 'resources.memoryLimit'],
  ['resources', { memoryRequest: '1Gi' }, 'resources.memoryRequest'],
  ['privileged', 'no', 'privileged'],
  ['environment', 'NB_LOG_LEVEL=debug', 'environment'],
  ['environment', { 'NB-LOG-LEVEL': 'debug' }, 'environment.NB-LOG-LEVEL'],
  ['annotations', { team: 5 }, 'annotations'],
  ['podAnnotations', { team: 5 }, 'podAnnotations'],
  ['immutableFields', [], 'immutableFields'],
  ['immutableFields', { selector: {} }, 'immutableFields.selector'],
  ['immutableFields', { serviceName: 'Peer' }, 'immutableFields.serviceName'],
  ['immutableFields', { claimTemplateName: '' }, 'immutableFields.claimTemplateName'],
  ['immutableFields', { podManagementPolicy: 'Serial' }, 'immutableFields.podManagementPolicy'],
])('%s: %j is refused', (prop, value, field) => {
  expect(problemsOf({ [prop]: value }).map((problem) => problem.field)).toEqual([field]);
});

test.each<[string, unknown]>([
  ['image', 'registry.example.org/netbird:v0.66.2'],
  ['hostname', 'a'.repeat(63)],
  ['name', 'a'.repeat(40)],
  ['networks', ['192.168.1.0/24', '10.0.0.0/8']],
  ['lanInterface', 'eth0'],
  ['resources', { memoryRequest: '512Mi', memoryLimit: '512Mi' }],
  ['tolerations', [{ key: 'routing', effect: 'PreferNoSchedule' }]],
  ['environment', { MY_WT_SOCKET: '/run/x' }],
  ['environment', { constructor: 'x', toString: 'y' }],
  ['overlay', '100.109.0.0/30'],
  ['replicas', 1],
])('%s: %j is accepted', (prop, value) => {
  expect(problemsOf({ [prop]: value })).toEqual([]);
});

test('what is refused hides nothing that comes after it', () => {
  const fields = problemsOf({
    networks: [5, '10.0.0.1/8'],
    masquerade: 1,
    resources: { memoryRequest: 'a', memoryLimit: 'b' },
    registeredNames: [5, 5],
  }).map(({ field }) => field);
  expect(fields.toSorted()).toEqual([
    'masquerade',
    'networks[0]',
    'networks[1]',
    'registeredNames',
    'registeredNames[0]',
    'registeredNames[1]',
    'resources.memoryLimit',
    'resources.memoryRequest',
  ]);
});

/** Every prop that has a default is something else. */
const otherwise: Partial<NetbirdRoutingPeerProps> = {
  image: 'registry.example.org/netbird:0.66.2',
  replicas: 2,
  spreadOverZones: true,
  setupKey: SetupKey.fromSecret({ name: 'netbird-key', key: 'KEY', delivery: 'file' }),
  overlay: '10.109.0.0/16',
  allowOverlayOutsideSharedRange: true,
  networks: ['192.168.1.0/24', '172.16.0.0/12'],
  masquerade: false,
  lanInterface: 'eth0',
  interfaceName: 'wt7',
  wireguardPort: 51900,
  name: 'west',
  namespace: 'west',
  nodeSelector: { 'example.org/routing-peer': 'true' },
  tolerations: [{ key: 'routing', operator: 'Exists' }],
  priorityClassName: 'system-node-critical',
  storageSize: '1Gi',
  storageClassName: 'fast',
  kernelModule: 'preloaded',
  readOnlyRootFilesystem: true,
  resources: { cpuRequest: '1', memoryRequest: '256Mi', memoryLimit: '1Gi' },
  environment: { NB_LOG_LEVEL: 'debug' },
  annotations: { 'example.org/team': 'net' },
  podAnnotations: { 'example.org/pod': 'net' },
  immutableFields: {
    selector: { app: 'west' },
    serviceName: 'west-service',
    claimTemplateName: 'state',
    podManagementPolicy: 'OrderedReady',
  },
};

test.each([
  ['as few props as possible', {}],
  ['every prop', otherwise],
])('with %s, every object as a whole', (_, props) => {
  expect(Chart.of(routingPeer(props)).toJson()).toMatchSnapshot();
});
