import { ROUTES_FILE } from '../../netbird/management/routes-file.ts';
import { groupOf, isBuiltIn } from '../../output/api-group.ts';
import { podTemplatePath } from '../../output/pod-template.ts';
import { isRecord, type UnknownRecord } from '../../output/record.ts';
import { withSpec } from './own-form.ts';
import { podDefaults } from './pod-defaults.ts';

/**
 * An object as it is compared: what the API server would fill in is written out, so that a default equals itself
 * written out. Not filled in: `persistentVolumeClaimRetentionPolicy`, which must stand there to hold.
 */
export function canonicalForm(object: UnknownRecord): UnknownRecord {
  const kind = String(object.kind);
  if (!isBuiltIn({ group: groupOf(object.apiVersion) })) return object;
  const written = Object.hasOwn(DEFAULTS, kind) ? (DEFAULTS[kind]?.(object) ?? object) : object;
  const template = podTemplatePath(kind);
  return template === undefined ? written : (mapAt(written, [...template, 'spec'], podDefaults) as UnknownRecord);
}

type WriteDefaults = (object: UnknownRecord) => UnknownRecord;

/** By kind, what the API server fills in besides the pod: pkg/apis/<group>/<version>/defaults.go. */
const DEFAULTS: Readonly<Record<string, WriteDefaults>> = {
  ConfigMap: (object) => mapAt(object, ['data'], withReadRoutes) as UnknownRecord,
  Deployment: (object) =>
    withSpec(object, (spec) => ({
      progressDeadlineSeconds: 600,
      replicas: 1,
      revisionHistoryLimit: 10,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      ...spec,
    })),
  PersistentVolumeClaim: (object) => withSpec(object, claimSpec),
  Service: (object) => withSpec(object, serviceSpec),
  StatefulSet: (object) => withSpec(object, statefulSetSpec),
  ValidatingAdmissionPolicy: (object) => withSpec(object, admissionPolicySpec),
};

/** What `NetbirdNetworkRoutes` wants of NetBird is JSON in a text: a difference in it is one of a field. */
function withReadRoutes(data: UnknownRecord): UnknownRecord {
  const text = data[ROUTES_FILE];
  if (typeof text !== 'string') return data;
  try {
    return { ...data, [ROUTES_FILE]: JSON.parse(text) as unknown };
  } catch {
    return data;
  }
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
  return withSpec({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', ...template }, claimSpec);
}

function claimSpec(spec: UnknownRecord): UnknownRecord {
  return { volumeMode: 'Filesystem', ...spec };
}

function serviceSpec(spec: UnknownRecord): UnknownRecord {
  return {
    internalTrafficPolicy: 'Cluster',
    sessionAffinity: 'None',
    type: 'ClusterIP',
    ...spec,
    ...(Array.isArray(spec.ports) && { ports: spec.ports.map(servicePort) }),
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
