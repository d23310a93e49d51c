import { CiliumVersion } from './cilium-version.ts';

/**
 * What Cilium does with an interface:
 * - `selected`: an entry of `devices` selects it;
 * - `auto-detected`: Cilium's auto-detection decides, and that selects NetBird's `wt0` on every version, because the
 *   route to its own overlay is enough;
 * - `not-selected`: the list has entries, and none matches;
 * - `excluded`: the first entry that matches is an exclusion (`!wt0`, from 1.19 on).
 */
export type DeviceVerdict = 'selected' | 'auto-detected' | 'not-selected' | 'excluded';

export interface DeviceVerdictOptions {
  /** The agent's version, `1.15` or newer; versions after 1.20 are taken to behave like 1.20. */
  readonly ciliumVersion: string;

  /**
   * The ConfigMap key `force-device-detection` (Helm: `forceDeviceDetection`). Agents before 1.16 do not know it.
   *
   * @default false
   */
  readonly forceDeviceDetection?: boolean;
}

/** The entry of a `devices` list that decides about an interface. */
export interface DecidingEntry {
  /** Its position in the list. */
  readonly index: number;

  /** Whether it keeps the interface out (`!wt0`, from 1.19 on) rather than selecting it. */
  readonly excludes: boolean;
}

/**
 * What Cilium would do with an interface that is UP, has an address and has no alternative names.
 *
 * @param devices the raw string of the ConfigMap key `devices`; undefined when the key is absent
 * @param interfaceName the name of the interface, for example `wt0`
 * @throws InvalidValue for a version before 1.15
 * @see https://github.com/cilium/cilium/blob/main/pkg/datapath/linux/devices_controller.go
 */
export function deviceVerdict(
  devices: string | undefined,
  interfaceName: string,
  options: DeviceVerdictOptions,
): DeviceVerdict {
  const version = CiliumVersion.parse(options.ciliumVersion);
  const entries = decodeDevices(devices);
  if (entries.length === 0) return 'auto-detected';

  const deciding = decidingEntry(entries, interfaceName, version);
  if (deciding !== undefined) return deciding.excludes ? 'excluded' : 'selected';

  const force = options.forceDeviceDetection === true && version.isAtLeast(16);
  return force ? 'auto-detected' : 'not-selected';
}

/**
 * The list that the agent makes of the raw string. A comma anywhere makes commas the only separators, and blanks
 * around them part of the names: `eth0, wt0` does not name `wt0`.
 */
export function decodeDevices(devices: string | undefined): string[] {
  const trimmed = trimBlanks(devices ?? '');
  if (trimmed === '') return [];
  return trimmed.includes(',') ? trimmed.split(',') : trimmed.split(BLANKS);
}

/** The first entry that matches decides, whatever comes after it. */
export function decidingEntry(
  entries: readonly string[],
  interfaceName: string,
  version: CiliumVersion,
): DecidingEntry | undefined {
  for (const [index, entry] of entries.entries()) {
    const excludes = version.isAtLeast(19) && entry.startsWith('!');
    if (matches(excludes ? entry.slice(1) : entry, interfaceName)) return { index, excludes };
  }
  return undefined;
}

function matches(pattern: string, interfaceName: string): boolean {
  return pattern.endsWith('+') ? interfaceName.startsWith(withoutPlusSigns(pattern)) : interfaceName === pattern;
}

function withoutPlusSigns(pattern: string): string {
  let end = pattern.length;
  while (pattern[end - 1] === '+') end -= 1;
  return pattern.slice(0, end);
}

/** What Go's unicode.IsSpace calls a space, as members of a class of a regular expression. Unlike `\s`, with U+0085. */
export const BLANK_CHARACTERS = '\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000';
const BLANKS = new RegExp(`[${BLANK_CHARACTERS}]+`);

function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (BLANKS.test(text.charAt(start))) start += 1;
  while (BLANKS.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
