import type { LabelMap } from '../../network/label-map.ts';
import { isRecord } from '../../output/record.ts';

/** Which nodes an object is for: a Kubernetes label selector. */
export class LabelSelector {
  /** @param value the selector as it stands in the object; undefined for one that Kubernetes would refuse */
  static parse(value: unknown): LabelSelector | undefined {
    if (!isRecord(value)) return undefined;
    const matchLabels = value.matchLabels ?? {};
    const matchExpressions: unknown = value.matchExpressions ?? [];
    if (!isRecord(matchLabels) || !Array.isArray(matchExpressions)) return undefined;
    const requirements = [
      ...Object.entries(matchLabels).map(([key, text]) => parseRequirement(key, 'In', [text])),
      ...matchExpressions.map((expression) =>
        isRecord(expression)
          ? parseRequirement(expression.key, expression.operator, expression.values ?? [])
          : undefined,
      ),
    ];
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
    return this.requirements.every(({ meets }) => meets(labels));
  }

  /** All labels of a node that it selects, of one that has the given labels; undefined where there can be none. */
  nodeWith(labels: LabelMap): LabelMap | undefined {
    const node: Record<string, string> = { ...labels };
    for (const { key, meets, values } of this.requirements) {
      if (meets(node) || Object.hasOwn(node, key)) continue;
      const others = this.requirements.filter((other) => other.key === key);
      node[key] = values.find((value) => others.every((other) => other.meets({ [key]: value }))) ?? '';
    }
    return this.matches(node) ? node : undefined;
  }
}

interface Requirement {
  readonly key: string;
  readonly values: readonly string[];
  readonly meets: (labels: LabelMap) => boolean;
}

/** A label that is absent satisfies `NotIn`, as in Kubernetes. */
function parseRequirement(key: unknown, operator: unknown, values: unknown): Requirement | undefined {
  if (typeof key !== 'string' || !Array.isArray(values) || !values.every((value) => typeof value === 'string')) {
    return undefined;
  }
  const exists = (labels: LabelMap) => Object.hasOwn(labels, key);
  const valueIn = (labels: LabelMap) => values.some((value) => exists(labels) && labels[key] === value);
  switch (operator) {
    case 'In':
      return values.length > 0 ? { key, values, meets: valueIn } : undefined;
    case 'NotIn':
      return values.length > 0 ? { key, values, meets: (labels) => !valueIn(labels) } : undefined;
    case 'Exists':
      return values.length === 0 ? { key, values, meets: exists } : undefined;
    case 'DoesNotExist':
      return values.length === 0 ? { key, values, meets: (labels) => !exists(labels) } : undefined;
  }
  return undefined;
}
