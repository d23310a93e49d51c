import { podTemplatePath } from '../../output/pod-template.ts';
import { FILE_KIND } from '../site-object.ts';
import type { FieldPath } from './field-path.ts';

/**
 * How the entries of a list are matched: by members that name them (paths with dots), or, in a set, by all that they
 * are. Any other list is an order of values.
 */
export type ListShape = readonly string[] | 'set';

type Shapes = Readonly<Record<string, ListShape>>;

/** Of a pod, by the name of the list; the merge keys are those of Kubernetes' types (`patchMergeKey`, `x-kubernetes-list-map-keys`). */
const POD: Shapes = {
  accessModes: 'set',
  add: 'set',
  containers: ['name'],
  drop: 'set',
  env: ['name'],
  ephemeralContainers: ['name'],
  hostAliases: ['ip'],
  imagePullSecrets: ['name'],
  initContainers: ['name'],
  items: ['key'],
  matchExpressions: 'set',
  nodeSelectorTerms: 'set',
  ports: ['containerPort', 'protocol'],
  preferredDuringSchedulingIgnoredDuringExecution: 'set',
  requiredDuringSchedulingIgnoredDuringExecution: 'set',
  supplementalGroups: 'set',
  sysctls: ['name'],
  tolerations: 'set',
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  values: 'set',
  volumeDevices: ['devicePath'],
  volumeMounts: ['mountPath'],
  volumes: ['name'],
};

const ADMISSION: Shapes = {
  apiGroups: 'set',
  apiVersions: 'set',
  excludeResourceRules: 'set',
  matchConditions: ['name'],
  matchExpressions: 'set',
  operations: 'set',
  resourceRules: 'set',
  resources: 'set',
  validationActions: 'set',
  validations: ['expression'],
  values: 'set',
  variables: ['name'],
};

const ROLE: Shapes = {
  apiGroups: 'set',
  nonResourceURLs: 'set',
  resourceNames: 'set',
  resources: 'set',
  rules: 'set',
  verbs: 'set',
};

const BINDING: Shapes = { subjects: 'set' };

const NETWORK_POLICY: Shapes = {
  egress: 'set',
  from: 'set',
  ingress: 'set',
  matchExpressions: 'set',
  policyTypes: 'set',
  ports: 'set',
  to: 'set',
  values: 'set',
};

const APPLICATION: Shapes = { syncOptions: 'set' };

const CLAIM: Shapes = { accessModes: 'set' };

/** By kind. A kind that is not here, and a list that its kind does not name, is an order of values. */
const KINDS: Readonly<Record<string, Shapes>> = {
  Application: APPLICATION,
  ApplicationSet: APPLICATION,
  [FILE_KIND]: { document: ['name'] },
  AppProject: {
    clusterResourceBlacklist: 'set',
    clusterResourceWhitelist: 'set',
    destinations: 'set',
    namespaceResourceBlacklist: 'set',
    namespaceResourceWhitelist: 'set',
    sourceNamespaces: 'set',
    sourceRepos: 'set',
  },
  CiliumNodeConfig: { matchExpressions: 'set', values: 'set' },
  ClusterRole: ROLE,
  ClusterRoleBinding: BINDING,
  ConfigMap: { accessControlGroups: 'set', groups: 'set', routes: ['network', 'peer', 'peerGroup'] },
  ExternalSecret: { data: ['secretKey'] },
  NetworkPolicy: NETWORK_POLICY,
  PersistentVolume: CLAIM,
  PersistentVolumeClaim: CLAIM,
  PodDisruptionBudget: { matchExpressions: 'set', values: 'set' },
  Role: ROLE,
  RoleBinding: BINDING,
  SecretProviderClass: { data: ['key'], secretObjects: ['secretName'] },
  Service: { externalIPs: 'set', ipFamilies: 'set', loadBalancerSourceRanges: 'set', ports: ['port', 'protocol'] },
  ServiceAccount: { imagePullSecrets: ['name'], secrets: ['name'] },
  ValidatingAdmissionPolicy: ADMISSION,
  ValidatingAdmissionPolicyBinding: ADMISSION,
};

/** Undefined for a list whose entries are an order of values. */
export function listShape(kind: string, path: FieldPath): ListShape | undefined {
  const name = path.at(-1) ?? '';
  if (name === 'finalizers' && path[0] === 'metadata') return 'set';
  if (name === 'ownerReferences' && path[0] === 'metadata') return ['uid'];
  if (kind === 'StatefulSet' && name === 'volumeClaimTemplates') return ['metadata.name'];
  const shapes = podTemplatePath(kind) === undefined ? (Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined) : POD;
  return shapes !== undefined && Object.hasOwn(shapes, name) ? shapes[name] : undefined;
}

/**
 * Whether the order of entries that have names, or of a set, does something all the same. In a pod template it always
 * does: the controller replaces the pods (test/cluster/review.cluster.ts); and variables may refer to those
 * before them.
 */
export function orderMatters(kind: string, path: FieldPath): boolean {
  const template = podTemplatePath(kind);
  if (template !== undefined) return template.every((segment, index) => path[index] === segment);
  return kind === 'ValidatingAdmissionPolicy' && path.at(-1) === 'variables';
}
