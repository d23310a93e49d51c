import type { LabelMap } from '../../network/label-map.ts';
import { isRecord } from '../../output/record.ts';

/** Which nodes an object is for: a Kubernetes label selector. */
export class LabelSelector {
  /** @param value the selector as it stands in the object; undefined for one that Kubernetes would refuse */
  static parse(value: unknown): LabelSelector | undefined {
    if (!isRecord(value)) return undefined;
    const { matchLabels = {}, matchExpressions = [] } = value;
    if (!isRecord(matchLabels ?? {}) || !Array.isArray(matchExpressions ?? [])) return undefined;
    const labels = Object.entries(matchLabels ?? {}).map(([key, text]) => parseRequirement(key, 'In', [text]));
    const expressions = ((matchExpressions ?? []) as unknown[]).map((expression) =>
      isRecord(expression) ? parseRequirement(expression.key, expression.operator, expression.values ?? []) : undefined,
    );
    const requirements = [...labels, ...expressions];
    return requirements.includes(undefined) ? undefined : new LabelSelector(requirements as Requirement[]);
  }

  private readonly requirements: readonly Requirement[];

  private constructor(requirements: readonly Requirement[]) {
    this.requirements = requirements;
  }

  /** Whether it is `{}`, which selects every node. */
  get matchesEverything(): boolean {
    return this.requirements.length === 0;
  }

  matches(labels: LabelMap): boolean {
    return this.requirements.every((meets) => meets(labels));
  }
}

type Requirement = (labels: LabelMap) => boolean;

/** A label that is absent satisfies `NotIn`, as in Kubernetes. */
function parseRequirement(key: unknown, operator: unknown, values: unknown): Requirement | undefined {
  if (typeof key !== 'string' || !Array.isArray(values) || !values.every((value) => typeof value === 'string')) {
    return undefined;
  }
  const valueIn = (labels: LabelMap) => Object.hasOwn(labels, key) && values.includes(labels[key] ?? '');
  switch (operator) {
    case 'In':
      return values.length > 0 ? valueIn : undefined;
    case 'NotIn':
      return values.length > 0 ? (labels) => !valueIn(labels) : undefined;
    case 'Exists':
      return values.length === 0 ? (labels) => Object.hasOwn(labels, key) : undefined;
    case 'DoesNotExist':
      return values.length === 0 ? (labels) => !Object.hasOwn(labels, key) : undefined;
    default:
      return undefined;
  }
}
