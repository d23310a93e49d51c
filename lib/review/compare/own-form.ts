import { groupOf, isBuiltIn } from '../../output/api-group.ts';
import { isRecord, type UnknownRecord } from '../../output/record.ts';

/** An object without what only servers write, so that a manifest and what a cluster returns for it look alike. */
export function ownForm(object: UnknownRecord): UnknownRecord {
  const { status, ...rest } = object;
  if (!isBuiltIn({ group: groupOf(object.apiVersion) })) return { ...rest, metadata: ownMetadata(object) };
  const known: UnknownRecord = {
    ...(withoutNulls(rest) as UnknownRecord),
    metadata: withoutNulls(ownMetadata(object)),
  };
  const isServed = isRecord(object.metadata) && object.metadata.uid !== undefined;
  return ownFields(known, isServed);
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
  if (!hasNull(value)) return value;
  if (Array.isArray(value)) return value.map(withoutNulls);
  return Object.fromEntries(
    Object.entries(Object(value))
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
}

function hasNull(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((member) => member === null || hasNull(member));
}

/** @param isServed whether a cluster returned it, so that some fields hold what the cluster has chosen */
function ownFields(object: UnknownRecord, isServed: boolean): UnknownRecord {
  switch (object.kind) {
    case 'Namespace':
      return omit(object, ['spec']);
    case 'PersistentVolumeClaim':
      return isServed ? withSpec(object, (spec) => omit(spec, ['volumeName'])) : object;
    case 'Service':
      return isServed ? withSpec(object, (spec) => omit(spec, chosenForService(spec))) : object;
    case 'ServiceAccount':
      return isServed ? omit(object, ['secrets']) : object;
    case 'StatefulSet':
      return withSpec(object, ownClaimTemplates);
    default:
      return object;
  }
}

/** What a cluster has chosen for a Service is its own, unless somebody asked for it. */
function chosenForService({ clusterIP }: UnknownRecord): readonly string[] {
  return ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy', ...(clusterIP === 'None' ? [] : ['clusterIP'])];
}

function ownClaimTemplates(spec: UnknownRecord): UnknownRecord {
  const { volumeClaimTemplates: templates } = spec;
  if (!Array.isArray(templates)) return spec;
  const own = (template: unknown) =>
    isRecord(template)
      ? { ...omit(template, ['status']), metadata: omit(template.metadata, SERVED_METADATA) }
      : template;
  return { ...spec, volumeClaimTemplates: templates.map(own) };
}

/** The object with its `spec` otherwise; as it is where it has none. */
export function withSpec(object: UnknownRecord, write: (spec: UnknownRecord) => UnknownRecord): UnknownRecord {
  return isRecord(object.spec) ? { ...object, spec: write(object.spec) } : object;
}
