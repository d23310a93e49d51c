import { isRecord, type UnknownRecord } from '../../output/record.ts';

/** A pod with what the API server would fill in: pkg/apis/core/v1/defaults.go. */
export function podDefaults(pod: UnknownRecord): UnknownRecord {
  const { serviceAccount, ...rest } = pod;
  return {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    // The field's old name, which the API server keeps equal.
    ...(serviceAccount !== undefined && { serviceAccountName: serviceAccount }),
    ...rest,
    ...eachOf(rest, 'containers', containerDefaults),
    ...eachOf(rest, 'initContainers', containerDefaults),
    ...eachOf(rest, 'volumes', volumeDefaults),
  };
}

function eachOf(record: UnknownRecord, name: string, map: (entry: UnknownRecord) => UnknownRecord): UnknownRecord {
  const list = record[name];
  if (!Array.isArray(list)) return {};
  return { [name]: list.map((entry: unknown) => (isRecord(entry) ? map(entry) : entry)) };
}

function containerDefaults(container: UnknownRecord): UnknownRecord {
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].filter((probe) => isRecord(container[probe]));
  return {
    imagePullPolicy: isMovingTag(container.image) ? 'Always' : 'IfNotPresent',
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...container,
    resources: resourceDefaults(container.resources),
    ...eachOf(container, 'ports', (port) => ({ protocol: 'TCP', ...port })),
    ...eachOf(container, 'env', variableDefaults),
    ...Object.fromEntries(probes.map((probe) => [probe, probeDefaults(container[probe] as UnknownRecord)])),
  };
}

function isMovingTag(image: unknown): boolean {
  if (typeof image !== 'string' || image.includes('@')) return false;
  const tag = /:([^:/]+)$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest';
}

/** What is requested is what the limit says, where only that is given; and `cpu: 1` is `cpu: "1"`. */
function resourceDefaults(resources: unknown): unknown {
  if (resources === undefined) return {};
  if (!isRecord(resources)) return resources;
  const limits = quantities(resources.limits);
  const requests = quantities(resources.requests);
  return {
    ...resources,
    ...(limits !== undefined && { limits }),
    ...((requests ?? limits) !== undefined && { requests: { ...limits, ...requests } }),
  };
}

function quantities(value: unknown): UnknownRecord | undefined {
  if (!isRecord(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, quantity]) => [name, String(quantity)]));
}

function variableDefaults(variable: UnknownRecord): UnknownRecord {
  const { value, valueFrom, ...rest } = variable;
  if (isRecord(valueFrom)) {
    const field = valueFrom.fieldRef;
    return {
      ...variable,
      ...(isRecord(field) && { valueFrom: { ...valueFrom, fieldRef: { apiVersion: 'v1', ...field } } }),
    };
  }
  // A variable without a value is an empty one.
  return value === '' ? rest : variable;
}

function probeDefaults(probe: UnknownRecord): UnknownRecord {
  const { httpGet } = probe;
  return {
    failureThreshold: 3,
    periodSeconds: 10,
    successThreshold: 1,
    timeoutSeconds: 1,
    ...probe,
    ...(isRecord(httpGet) && { httpGet: { path: '/', scheme: 'HTTP', ...httpGet } }),
  };
}

const MODES = ['configMap', 'downwardAPI', 'projected', 'secret'];

function volumeDefaults(volume: UnknownRecord): UnknownRecord {
  const withMode = MODES.filter((source) => isRecord(volume[source]));
  const { hostPath } = volume;
  return {
    ...volume,
    ...Object.fromEntries(
      withMode.map((source) => [source, { defaultMode: 420, ...(volume[source] as UnknownRecord) }]),
    ),
    ...(isRecord(hostPath) && { hostPath: { type: '', ...hostPath } }),
  };
}
