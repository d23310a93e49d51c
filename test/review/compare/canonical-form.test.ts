import { expect, test } from '@jest/globals';
import { canonicalForm } from '../../../lib/review/compare/canonical-form.ts';
import { ownForm } from '../../../lib/review/compare/own-form.ts';

type Manifest = Record<string, unknown>;

function compared(kind: string, apiVersion: string, rest: object): unknown {
  return canonicalForm(ownForm({ apiVersion, kind, metadata: { name: 'a' }, ...rest } as Manifest));
}

const container = (members: object, pod: object = {}) => ({
  spec: { template: { spec: { containers: [{ name: 'c', image: 'x:1', ...members }], ...pod } } },
});

test.each<[string, string, object, object]>([
  [
    'Deployment',
    'apps/v1',
    { spec: {} },
    { spec: { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 } },
  ],
  [
    'StatefulSet',
    'apps/v1',
    { spec: {} },
    { spec: { replicas: 1, podManagementPolicy: 'OrderedReady', revisionHistoryLimit: 10 } },
  ],
  [
    'StatefulSet',
    'apps/v1',
    { spec: { updateStrategy: { type: 'RollingUpdate' } } },
    { spec: { updateStrategy: { rollingUpdate: { partition: 0 } } } },
  ],
  [
    'StatefulSet',
    'apps/v1',
    { spec: { volumeClaimTemplates: [{ metadata: { name: 'v' }, spec: {} }] } },
    {
      spec: {
        volumeClaimTemplates: [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: 'v', creationTimestamp: null },
            spec: { volumeMode: 'Filesystem' },
            status: { phase: 'Pending' },
          },
        ],
      },
    },
  ],
  [
    'Service',
    'v1',
    { spec: { ports: [{ port: 80 }] } },
    { spec: { type: 'ClusterIP', ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }] } },
  ],
  ['PersistentVolumeClaim', 'v1', { spec: {} }, { spec: { volumeMode: 'Filesystem' } }],
  [
    'ValidatingAdmissionPolicy',
    'admissionregistration.k8s.io/v1',
    { spec: { matchConstraints: { resourceRules: [{ resources: ['pods'] }] } } },
    {
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          matchPolicy: 'Equivalent',
          namespaceSelector: {},
          objectSelector: {},
          resourceRules: [{ resources: ['pods'], scope: '*' }],
        },
      },
    },
  ],
  [
    'ConfigMap',
    'v1',
    {},
    { data: null, metadata: { name: 'a', creationTimestamp: null, labels: {}, annotations: {} } },
  ],
  ['Namespace', 'v1', {}, { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }],
  ['DaemonSet', 'apps/v1', container({}), container({ imagePullPolicy: 'IfNotPresent', resources: {} })],
  ['DaemonSet', 'apps/v1', container({ image: 'x' }), container({ image: 'x', imagePullPolicy: 'Always' })],
  [
    'DaemonSet',
    'apps/v1',
    container({ image: 'r:5000/x' }),
    container({ image: 'r:5000/x', imagePullPolicy: 'Always' }),
  ],
  [
    'DaemonSet',
    'apps/v1',
    container({ image: 'x@sha256:1' }),
    container({ image: 'x@sha256:1', imagePullPolicy: 'IfNotPresent' }),
  ],
  [
    'DaemonSet',
    'apps/v1',
    container({ resources: { limits: { cpu: 1 } } }),
    container({ resources: { limits: { cpu: '1' }, requests: { cpu: '1' } } }),
  ],
  ['DaemonSet', 'apps/v1', container({ env: [{ name: 'A' }] }), container({ env: [{ name: 'A', value: '' }] })],
  [
    'DaemonSet',
    'apps/v1',
    container({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'x' } } }] }),
    container({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'x', apiVersion: 'v1' } } }] }),
  ],
  [
    'DaemonSet',
    'apps/v1',
    container({ livenessProbe: { httpGet: { port: 1 } } }),
    container({
      livenessProbe: { httpGet: { port: 1, path: '/', scheme: 'HTTP' }, timeoutSeconds: 1, failureThreshold: 3 },
    }),
  ],
  [
    'DaemonSet',
    'apps/v1',
    container({}, { serviceAccountName: 's' }),
    container({}, { serviceAccountName: 's', serviceAccount: 's' }),
  ],
  ['DaemonSet', 'apps/v1', container({}, { serviceAccountName: 's' }), container({}, { serviceAccount: 's' })],
  [
    'DaemonSet',
    'apps/v1',
    container(
      {},
      {
        volumes: [
          { name: 'v', secret: {} },
          { name: 'w', hostPath: { path: '/' } },
        ],
      },
    ),
    container(
      {},
      {
        volumes: [
          { name: 'v', secret: { defaultMode: 420 } },
          { name: 'w', hostPath: { path: '/', type: '' } },
        ],
      },
    ),
  ],
])('%s (%s): %j is %j', (kind, apiVersion, short, written) => {
  expect(compared(kind, apiVersion, written)).toEqual(compared(kind, apiVersion, short));
});

test('what a cluster has chosen is left out of what it returned, and kept where a person wrote it', () => {
  const spec = { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' };
  expect(compared('Service', 'v1', { metadata: { name: 'a', uid: 'u' }, spec })).toEqual(
    compared('Service', 'v1', { spec: {} }),
  );
  expect(compared('Service', 'v1', { spec })).toMatchObject({ spec });
  const headless = { metadata: { name: 'a', uid: 'u' }, spec: { clusterIP: 'None', clusterIPs: ['None'] } };
  expect(compared('Service', 'v1', headless)).toEqual(compared('Service', 'v1', { spec: { clusterIP: 'None' } }));
});

test('of a kind that somebody else defines, nothing is filled in, and null is a value', () => {
  expect(compared('Thing', 'example.org/v1', { spec: { a: null } })).toEqual({
    apiVersion: 'example.org/v1',
    kind: 'Thing',
    metadata: { name: 'a' },
    spec: { a: null },
  });
});

test('what must stand there to hold is not filled in', () => {
  expect(compared('StatefulSet', 'apps/v1', { spec: {} })).not.toHaveProperty(
    'spec.persistentVolumeClaimRetentionPolicy',
  );
});
