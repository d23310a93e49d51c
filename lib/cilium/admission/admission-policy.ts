import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { SyncWave, syncAnnotations } from '../../argocd/sync.ts';
import { quote } from './device-filter-expressions.ts';

/** What the API server does with an object that a policy does not accept: refuse it, or let it pass with a trace. */
export type AdmissionAction = 'Deny' | 'Warn' | 'Audit';

/** One rule of a policy: the object passes when the expression is true. */
export interface Validation {
  readonly expression: string;

  /** An expression for the text that the person reads who is refused. */
  readonly messageExpression: string;
}

/** The objects that a policy looks at, and what it asks of them. */
export interface AdmissionPolicyProps {
  /** The beginning of its name, before its id. */
  readonly prefix: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly action: AdmissionAction;

  /** In the plural: `configmaps`; `nodes/status` for what is written by way of the status. */
  readonly resources: readonly string[];
  readonly apiGroup: string;
  readonly apiVersions: readonly string[];

  /** Only objects of this namespace; undefined for all, and for cluster-scoped ones. */
  readonly namespace?: string;

  /** Further conditions for looking at an object at all, by name. */
  readonly matchConditions?: Readonly<Record<string, string>>;

  /** Expressions by name, which all later ones read as `variables.<name>`. */
  readonly variables: Readonly<Record<string, string>>;

  readonly validations: readonly Validation[];
}

/**
 * A ValidatingAdmissionPolicy and its binding, with every default of the API server written out: what it adds by itself
 * would be a difference for ever in Argo CD. Policies come a wave before their bindings.
 */
export function admissionPolicy(scope: Construct, id: string, props: AdmissionPolicyProps): ApiObject[] {
  const { labels, namespace } = props;
  const name = `${props.prefix}-${id}`;
  const policy = new ApiObject(scope, `${id}-policy`, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name, labels, annotations: syncAnnotations(SyncWave.AdmissionPolicy) },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        matchPolicy: 'Equivalent',
        namespaceSelector: namespace === undefined ? {} : { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        objectSelector: {},
        resourceRules: [
          {
            apiGroups: [props.apiGroup],
            apiVersions: props.apiVersions,
            operations: ['CREATE', 'UPDATE'],
            resources: props.resources,
            scope: '*',
          },
        ],
      },
      matchConditions: named(props.matchConditions),
      variables: named(props.variables),
      validations: props.validations,
    },
  });
  const binding = new ApiObject(scope, `${id}-binding`, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name, labels, annotations: syncAnnotations(SyncWave.AdmissionBinding) },
    spec: { policyName: name, validationActions: [props.action] },
  });
  return [policy, binding];
}

/** The condition that an object has this name: `resourceNames` of a rule would not see it at its creation. */
export function isNamed(name: string): Readonly<Record<string, string>> {
  return { 'is-named': `object.metadata.name == ${quote(name)}` };
}

function named(expressions: Readonly<Record<string, string>> | undefined) {
  return expressions && Object.entries(expressions).map(([name, expression]) => ({ name, expression }));
}
