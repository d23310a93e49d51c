import type { k8s } from 'cdk8s-plus-28';
import { isLabelName, isQualifiedName } from '../network/qualified-name.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/**
 * @param value tolerations that each name a taint. Refused: one without a key, which tolerates every taint, and what the
 *   API server would refuse
 * @throws InvalidValue
 */
export function parseTolerations(value: unknown): readonly k8s.Toleration[] {
  if (!Array.isArray(value) || value.some((toleration) => !isToleration(Object(toleration)))) {
    throw new InvalidValue(
      'It must be a list of tolerations that each name a taint by its key; one without a key tolerates every taint.',
      'Write, for example, [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists" }].',
    );
  }
  return value;
}

function isToleration({
  key,
  operator = 'Equal',
  value = '',
  effect,
  tolerationSeconds,
  ...unknown
}: k8s.Toleration): boolean {
  return (
    typeof key === 'string' &&
    isQualifiedName(key) &&
    (operator === 'Exists'
      ? value === ''
      : operator === 'Equal' && typeof value === 'string' && (value === '' || isLabelName(value))) &&
    (effect === undefined || EFFECTS.includes(effect)) &&
    (tolerationSeconds === undefined || (effect === 'NoExecute' && Number.isInteger(tolerationSeconds))) &&
    Object.keys(unknown).length === 0
  );
}
