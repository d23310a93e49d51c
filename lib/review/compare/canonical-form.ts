import { isRecord, type UnknownRecord } from '../../cilium/config/record.ts';
import { isBuiltIn } from '../site-object.ts';
import { podTemplatePath } from './list-shapes.ts';
import { podDefaults } from './pod-defaults.ts';

/**
 * An object as it is compared: what the API server would fill in is written out, and what only servers write is left
 * out. So a manifest equals what a cluster returns for it, and a default equals itself written out.
 *
 * Not filled in: `persistentVolumeClaimRetentionPolicy`, which must stand there to hold.
 */
export function canonicalForm(object: UnknownRecord): UnknownRecord {
  const { status, ...rest } = object;
  const kind = String(object.kind);
  const group = String(object.apiVersion).includes('/') ? (String(object.apiVersion).split('/')[0] ?? '') : '';
  if (!isBuiltIn({ group })) return { ...rest, metadata: ownMetadata(object) };
  const wasServed = isRecord(object.metadata) && object.metadata.uid !== undefined;
  const known: UnknownRecord = {
    ...(withoutNulls(rest) as UnknownRecord),
    metadata: withoutNulls(ownMetadata(object)),
  };
  const written = Object.hasOwn(DEFAULTS, kind) ? (DEFAULTS[kind]?.(known, wasServed) ?? known) : known;
  const template = podTemplatePath(kind);
  return template === undefined ? written : (mapAt(written, [...template, 'spec'], podDefaults) as UnknownRecord);
}

/** What servers and clients write into the metadata of an object that is not theirs. */
const SERVED_METADATA = [
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
];

const SERVED_ANNOTATIONS = [
  'argocd.argoproj.io/tracking-id',
  'deployment.kubernetes.io/revision',
  'kubectl.kubernetes.io/last-applied-configuration',
];

function ownMetadata({ kind, metadata }: UnknownRecord): unknown {
  if (!isRecord(metadata)) return metadata;
  const { annotations, labels, ...rest } = omit(metadata, SERVED_METADATA);
  const ownAnnotations = omit(annotations, SERVED_ANNOTATIONS);
  const ownLabels = kind === 'Namespace' ? omit(labels, ['kubernetes.io/metadata.name']) : labels;
  return {
    ...rest,
    ...(hasMembers(ownAnnotations) && { annotations: ownAnnotations }),
    ...(hasMembers(ownLabels) && { labels: ownLabels }),
  };
}

function hasMembers(value: unknown): boolean {
  return value !== undefined && value !== null && !(isRecord(value) && Object.keys(value).length === 0);
}

function omit(value: unknown, names: readonly string[]): UnknownRecord {
  if (!isRecord(value)) return value as UnknownRecord;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

/** For the kinds of Kubernetes itself, a member that is null is one that is not there. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
}

type WriteDefaults = (object: UnknownRecord, wasServed: boolean) => UnknownRecord;

/** By kind, what the API server fills in besides the pod: pkg/apis/<group>/<version>/defaults.go. */
const DEFAULTS: Readonly<Record<string, WriteDefaults>> = {
  Deployment: (object) =>
    withSpec(object, (spec) => ({
      progressDeadlineSeconds: 600,
      replicas: 1,
      revisionHistoryLimit: 10,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      ...spec,
    })),
  Namespace: (object) => {
    const { spec, ...rest } = object;
    return rest;
  },
  PersistentVolumeClaim: (object, wasServed) => withSpec(object, (spec) => claimSpec(spec, wasServed)),
  Service: (object, wasServed) => withSpec(object, (spec) => serviceSpec(spec, wasServed)),
  ServiceAccount: (object, wasServed) => (wasServed ? omit(object, ['secrets']) : object),
  StatefulSet: (object) => withSpec(object, statefulSetSpec),
  ValidatingAdmissionPolicy: (object) => withSpec(object, admissionPolicySpec),
};

function withSpec(object: UnknownRecord, write: (spec: UnknownRecord) => UnknownRecord): UnknownRecord {
  return isRecord(object.spec) ? { ...object, spec: write(object.spec) } : object;
}

function statefulSetSpec(spec: UnknownRecord): UnknownRecord {
  const { updateStrategy, volumeClaimTemplates } = spec;
  const isOnDelete = isRecord(updateStrategy) && updateStrategy.type === 'OnDelete';
  const rollingUpdate =
    isRecord(updateStrategy) && isRecord(updateStrategy.rollingUpdate) ? updateStrategy.rollingUpdate : {};
  return {
    podManagementPolicy: 'OrderedReady',
    replicas: 1,
    revisionHistoryLimit: 10,
    ...spec,
    updateStrategy: isOnDelete
      ? updateStrategy
      : {
          type: 'RollingUpdate',
          ...(isRecord(updateStrategy) && updateStrategy),
          rollingUpdate: { partition: 0, ...rollingUpdate },
        },
    ...(Array.isArray(volumeClaimTemplates) && { volumeClaimTemplates: volumeClaimTemplates.map(claimTemplate) }),
  };
}

function claimTemplate(template: unknown): unknown {
  if (!isRecord(template)) return template;
  const { status, ...rest } = template;
  const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', ...rest };
  return { ...withSpec(claim, (spec) => claimSpec(spec, false)), metadata: omit(template.metadata, SERVED_METADATA) };
}

function claimSpec(spec: UnknownRecord, wasServed: boolean): UnknownRecord {
  return { volumeMode: 'Filesystem', ...(wasServed ? omit(spec, ['volumeName']) : spec) };
}

/** What a cluster has chosen for a Service is its own, unless somebody asked for it. */
function serviceSpec(spec: UnknownRecord, wasServed: boolean): UnknownRecord {
  const chosen = ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy', ...(spec.clusterIP === 'None' ? [] : ['clusterIP'])];
  const asked = wasServed ? omit(spec, chosen) : spec;
  const ports = Array.isArray(spec.ports) ? spec.ports.map(servicePort) : undefined;
  return {
    internalTrafficPolicy: 'Cluster',
    sessionAffinity: 'None',
    type: 'ClusterIP',
    ...asked,
    ...(ports !== undefined && { ports }),
  };
}

function servicePort(port: unknown): unknown {
  return isRecord(port) ? { protocol: 'TCP', targetPort: port.port, ...port } : port;
}

function admissionPolicySpec(spec: UnknownRecord): UnknownRecord {
  const constraints = isRecord(spec.matchConstraints) ? spec.matchConstraints : undefined;
  const rules = (value: unknown) =>
    Array.isArray(value) ? value.map((rule) => (isRecord(rule) ? { scope: '*', ...rule } : rule)) : value;
  return {
    failurePolicy: 'Fail',
    ...spec,
    ...(constraints && {
      matchConstraints: {
        matchPolicy: 'Equivalent',
        namespaceSelector: {},
        objectSelector: {},
        ...constraints,
        ...(constraints.resourceRules !== undefined && { resourceRules: rules(constraints.resourceRules) }),
      },
    }),
  };
}

/** The object with the mapping at the end of a path replaced; as it is where there is none. */
function mapAt(value: unknown, path: readonly string[], map: (value: UnknownRecord) => UnknownRecord): unknown {
  if (!isRecord(value)) return value;
  const [name, ...rest] = path;
  if (name === undefined) return map(value);
  return Object.hasOwn(value, name) ? { ...value, [name]: mapAt(value[name], rest, map) } : value;
}
