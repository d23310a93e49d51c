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
  const pinnedElsewhere = allowEmpty ? ` && !variables.devices.all(value, ${filter.isEmpty('value')})` : '';
  return {
    devices: valuesOf('devices', 'object'),
    force: valuesOf('force-device-detection', 'object'),
    directRoutingDevice: valuesOf('direct-routing-device', 'object'),
    // What was wrong before, and is left alone, must not stand in the way of operating Cilium.
    leftAlone: [
      'oldObject != null',
      `variables.devices == ${old('devices')}`,
      `variables.force == ${old('force-device-detection')}`,
      `variables.directRoutingDevice == ${old('direct-routing-device')}`,
    ].join(' && '),
    selecting: `variables.devices.filter(value, ${filter.selects('value')})`,
    detecting: `variables.devices.exists(value, ${filter.isEmpty('value')})`,
    excluded: `size(variables.devices) > 0 && variables.devices.all(value, ${filter.excludes('value')})`,
    forcing: `variables.force.exists(value, ${filter.isForced('value')}) && !variables.excluded${pinnedElsewhere}`,
    mixing: `variables.devices.filter(value, ${filter.mixesSeparators('value')})`,
    routing: `variables.directRoutingDevice.filter(value, ${filter.names('value')})`,
  };
}

/**
 * Accepts an object when none of its values lets Cilium select the interface.
 *
 * @param unless an expression for the objects that pass in any case
 */
export function deviceValidations(rules: DeviceRules, unless: string): Validation[] {
  const { filter, interfaceName, wanted, allowEmpty } = rules;
  const remedy = `Write ${wanted}.`;
  const refuse = (wrong: string, ...message: readonly string[]): Validation => ({
    expression: `${unless} || !(${wrong})`,
    messageExpression: message.join(' + '),
  });
  const selecting = refuse(
    'size(variables.selecting) > 0',
    quote('devices "'),
    oneLine('variables.selecting[0]'),
    quote('": the entry "'),
    oneLine(`${filter.naming('variables.selecting[0]')}[0]`),
    quote(`" selects ${interfaceName}, whose traffic Cilium then drops without a trace. ${remedy}`),
  );
  const detecting = refuse(
    'variables.detecting',
    quote(`devices is empty: Cilium detects devices by itself then, ${interfaceName} among them. ${remedy}`),
  );
  const forcing = refuse(
    'variables.forcing',
    quote(
      `force-device-detection is true: Cilium detects devices besides the listed ones then, ${interfaceName} among them. Write false.`,
    ),
  );
  const mixing = refuse(
    'size(variables.mixing) > 0',
    quote('devices "'),
    oneLine('variables.mixing[0]'),
    quote(`": next to a comma, Cilium takes a blank for a part of the name. ${remedy}`),
  );
  const routing = refuse(
    'size(variables.routing) > 0',
    quote('direct-routing-device "'),
    oneLine('variables.routing[0]'),
    quote(`" is ${interfaceName}, which cannot carry the traffic between nodes. ${remedy}`),
  );
  return allowEmpty ? [selecting, forcing, mixing, routing] : [selecting, detecting, forcing, mixing, routing];
}

/** The API server throws away a message with a line break. */
function oneLine(text: string): string {
  return `${text}.replace('\\n', ' ').replace('\\r', ' ')`;
}
