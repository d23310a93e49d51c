import { LabelSelector } from '../cilium/config/label-selector.ts';
import { decodeDevices } from '../cilium/device-filter.ts';
import type { KubernetesObject } from '../output/manifest.ts';
import { listAt, memberAt, textAt } from '../output/record.ts';

/** What keeps a tunnel interface out of Cilium on the nodes of a peer. */
export interface DeviceGuard {
  /** What the values for Cilium's chart pin, or else the last CiliumNodeConfig for these nodes; undefined where none does. */
  readonly devices: readonly string[] | undefined;

  /** How many admission policies speak of the interface. */
  readonly policies: number;

  /** What their bindings do, such as `Deny` and `Warn`. */
  readonly actions: readonly string[];
}

/** Whom it guards, and what else it knows. */
interface Guarded {
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tunnelInterface: string;
  readonly pinnedDevices: readonly string[] | undefined;
}

export function deviceGuardOf(
  objects: readonly KubernetesObject[],
  { nodeSelector, tunnelInterface, pinnedDevices }: Guarded,
): DeviceGuard | undefined {
  const configured = objects
    .filter(({ kind }) => kind === 'CiliumNodeConfig')
    .filter((config) => LabelSelector.parse(memberAt(config, ['spec', 'nodeSelector']))?.matches(nodeSelector))
    // The agent reads them by name, and a later one wins.
    .sort((one, other) => compareTexts(textAt(one, 'metadata', 'name'), textAt(other, 'metadata', 'name')))
    .map((config) => textAt(config, 'spec', 'defaults', 'devices'))
    .filter((text) => text !== undefined && text !== '')
    .at(-1);
  const policies = objects
    .filter(({ kind }) => kind === 'ValidatingAdmissionPolicy')
    .filter((policy) => speaksOf(policy, tunnelInterface))
    .map((policy) => textAt(policy, 'metadata', 'name'));
  const actions = objects
    .filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding')
    .filter((binding) => policies.includes(textAt(binding, 'spec', 'policyName')))
    .flatMap((binding) => listAt(binding, 'spec', 'validationActions'))
    .filter((action) => typeof action === 'string');
  // The lock that comes with these values leaves a CiliumNodeConfig no say.
  const devices = pinnedDevices ?? (configured === undefined ? undefined : decodeDevices(configured));
  if (devices === undefined && policies.length === 0) return undefined;
  return {
    devices,
    policies: policies.length,
    actions: [...new Set(actions)].sort(),
  };
}

/** Its messages name the interface, between characters that no name of an interface of ours has. */
function speaksOf(policy: KubernetesObject, interfaceName: string): boolean {
  const expressions = listAt(policy, 'spec', 'validations').flatMap((validation) => [
    textAt(validation, 'expression'),
    textAt(validation, 'messageExpression'),
  ]);
  return expressions.some((text) => text?.split(/[^\w.-]+/).includes(interfaceName));
}

function compareTexts(one = '', other = ''): number {
  return one < other ? -1 : Number(one > other);
}
