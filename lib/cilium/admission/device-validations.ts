import type { Validation } from './admission-policy.ts';
import { type DeviceFilterExpressions, quote } from './device-filter-expressions.ts';

/** The keys of Cilium's configuration that decide about devices. */
export type DeviceKey = 'devices' | 'force-device-detection' | 'direct-routing-device';

/** Says in CEL which values an object gives a key: a list, which is empty where the object does not mention it. */
export type ValuesOf = (key: DeviceKey, root: 'object' | 'oldObject') => string;

/** What has to hold for every value that an object gives. */
export interface DeviceRules {
  readonly filter: DeviceFilterExpressions;
  readonly valuesOf: ValuesOf;
  readonly interfaceName: string;

  /** What Cilium shall use, for the messages: `eth0`. */
  readonly wanted: string;

  /** Whether an empty list passes, because something else pins the devices. */
  readonly allowEmpty: boolean;
}

/** What {@link deviceValidations} reads: the values of the new and of the old object, and what is wrong with the new ones. */
export function deviceVariables({ filter, valuesOf, allowEmpty }: DeviceRules): Readonly<Record<string, string>> {
  const old = (key: DeviceKey): string => `(oldObject == null ? [] : ${valuesOf(key, 'oldObject')})`;
  const isForced = filter.isForced('value');
  const excludes = filter.excludes('value');
  // Whether Cilium detects devices besides those that are listed.
  const forces = (force: string, devices: string): string =>
    [
      `${force}.exists(value, ${isForced})`,
      ...(excludes === undefined ? [] : [`!(size(${devices}) > 0 && ${devices}.all(value, ${excludes}))`]),
      ...(allowEmpty ? [`!${devices}.all(value, ${filter.isEmpty('value')})`] : []),
    ].join(' && ');
  const mixes = filter.mixesSeparators('value');
  return {
    devices: valuesOf('devices', 'object'),
    force: valuesOf('force-device-detection', 'object'),
    directRoutingDevice: valuesOf('direct-routing-device', 'object'),
    oldDevices: old('devices'),
    sameDevices: 'oldObject != null && variables.devices == variables.oldDevices',
    sameRoute: `oldObject != null && variables.directRoutingDevice == ${valuesOf('direct-routing-device', 'oldObject')}`,
    selecting: `variables.devices.filter(value, ${filter.selects('value')})`,
    ...(allowEmpty ? {} : { detecting: `variables.devices.exists(value, ${filter.isEmpty('value')})` }),
    ...(isForced !== undefined && {
      oldForce: old('force-device-detection'),
      forcing: forces('variables.force', 'variables.devices'),
      wasForcing: `oldObject != null && ${forces('variables.oldForce', 'variables.oldDevices')}`,
    }),
    ...(mixes === undefined ? {} : { mixing: `variables.devices.filter(value, ${mixes})` }),
    routing: `variables.directRoutingDevice.filter(value, ${filter.names('value')})`,
  };
}

/**
 * Accepts an object when none of its values lets Cilium select the interface. What was wrong before, and is left alone,
 * must not stand in the way of operating Cilium, nor in that of correcting the rest.
 *
 * @param about what a change makes wrong, or what was wrong before it and still is
 */
export function deviceValidations(rules: DeviceRules, about: 'changes' | 'what is left alone'): Validation[] {
  const { filter, interfaceName, wanted } = rules;
  const remedy = `Write "${wanted}".`;
  const validations: Readonly<Record<string, { wrong: string; leftAlone: string; message: readonly string[] }>> = {
    selecting: {
      wrong: 'size(variables.selecting) > 0',
      leftAlone: 'variables.sameDevices',
      message: [
        quote('devices "'),
        oneLine('variables.selecting[0]'),
        quote('": the entry "'),
        oneLine(`${filter.naming('variables.selecting[0]')}[0]`),
        quote(`" selects ${interfaceName}, whose traffic Cilium then drops without a trace. ${remedy}`),
      ],
    },
    detecting: {
      wrong: 'variables.detecting',
      leftAlone: 'variables.sameDevices',
      message: [
        quote(`devices is empty: Cilium detects devices by itself then, ${interfaceName} among them. ${remedy}`),
      ],
    },
    forcing: {
      wrong: 'variables.forcing',
      leftAlone: 'variables.wasForcing',
      message: [
        quote('force-device-detection is true: Cilium detects devices besides the listed ones then, '),
        quote(`${interfaceName} among them. Write "false".`),
      ],
    },
    mixing: {
      wrong: 'size(variables.mixing) > 0',
      leftAlone: 'variables.sameDevices',
      message: [
        quote('devices "'),
        oneLine('variables.mixing[0]'),
        quote(`": of commas and blanks together, Cilium 1.15 makes other names than later versions. ${remedy}`),
      ],
    },
    routing: {
      wrong: 'size(variables.routing) > 0',
      leftAlone: 'variables.sameRoute',
      message: [
        quote('direct-routing-device "'),
        oneLine('variables.routing[0]'),
        quote(
          `" is ${interfaceName}, which cannot carry the traffic between nodes. Name the interface with the node's address.`,
        ),
      ],
    },
  };
  return Object.keys(deviceVariables(rules))
    .flatMap((name) => validations[name] ?? [])
    .map(({ wrong, leftAlone, message }) => ({
      expression: `${about === 'changes' ? leftAlone : `!(${leftAlone})`} || !(${wrong})`,
      messageExpression: message.join(' + '),
    }));
}

/** The API server throws away a message with a line break. */
function oneLine(text: string): string {
  return `${text}.replace('\\n', ' ').replace('\\r', ' ')`;
}
