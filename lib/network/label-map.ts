import { InvalidValue } from '../refusal/invalid-value.ts';
import { isLabelName, isQualifiedName } from './qualified-name.ts';

/** Keys and values of labels, as in a node selector. */
export type LabelMap = Readonly<Record<string, string>>;

/**
 * @param value at least one label; keys `name` or `prefix/name`, values of up to 63 characters, as Kubernetes has them
 * @throws InvalidValue
 */
export function parseLabelMap(value: unknown, example = '{ "kubernetes.io/hostname": "k8s-worker1" }'): LabelMap {
  const labels = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  if (labels.length === 0) {
    throw new InvalidValue('It must name at least one label.', `Write, for example, ${example}.`);
  }
  for (const [key, text] of labels) {
    if (!isQualifiedName(key)) {
      throw new InvalidValue(`"${key}" is not the key of a label.`, 'Write, for example, "kubernetes.io/hostname".');
    }
    if (typeof text !== 'string' || (text !== '' && !isLabelName(text))) {
      throw new InvalidValue(
        `The value of "${key}" is not that of a label: up to 63 letters, digits, "-", "_" and ".", in quotes.`,
        'Write, for example, "k8s-worker1".',
      );
    }
  }
  return Object.fromEntries(labels);
}

/** Whether no node can meet both node selectors. */
export function excludeEachOther(one: LabelMap, other: LabelMap): boolean {
  return Object.entries(one).some(([label, value]) => other[label] !== undefined && other[label] !== value);
}
