import type { CiliumVersion } from '../cilium-version.ts';
import { BLANK_CHARACTERS } from '../device-filter.ts';

/**
 * Cilium's device filter (../device-filter.ts) in CEL, for a ValidatingAdmissionPolicy: what the agent would do with one
 * interface. Without a version, what is safe on every version from 1.15 on.
 */
export class DeviceFilterExpressions {
  private readonly interfaceName: string;
  private readonly version: CiliumVersion | undefined;

  /**
   * @param interfaceName without `!`, `+` and commas, which have a meaning in `devices`
   * @param version undefined when it is not known, or newer than any whose semantics are
   */
  constructor(interfaceName: string, version: CiliumVersion | undefined) {
    this.interfaceName = interfaceName;
    this.version = version;
  }

  /** Whether `devices`, an expression for the raw string, leaves the choice to Cilium's auto-detection. */
  isEmpty(devices: string): string {
    return `size(${entries(devices)}) == 0`;
  }

  /**
   * Whether an entry of `devices` selects the interface. From 1.19 on the first entry that matches decides; before, and
   * for an unknown version, one that selects is enough.
   */
  selects(devices: string): string {
    if (!this.hasExclusions) return `${entries(devices)}.exists(entry, ${this.matches('entry')})`;
    return `${this.deciding(devices)}.exists(first, size(first) > 0 && !first[0].startsWith('!'))`;
  }

  /** Whether an entry of `devices` excludes the interface from auto-detection too. Undefined before 1.19: none can. */
  excludes(devices: string): string | undefined {
    if (!this.hasExclusions) return undefined;
    return `${this.deciding(devices)}.exists(first, size(first) > 0 && first[0].startsWith('!'))`;
  }

  /** The entries of `devices` that name the interface, for a message. */
  naming(devices: string): string {
    return `${entries(devices)}.filter(entry, ${this.matches('entry')})`;
  }

  /**
   * Whether blanks and commas are mixed: a comma makes blanks a part of the names, but not to Cilium 1.15, which splits
   * at blanks alone (populateDevices in its pkg/option/config.go). Undefined from 1.16 on.
   */
  mixesSeparators(devices: string): string | undefined {
    if (this.version?.isAtLeast(16) === true) return undefined;
    return `${devices}.contains(',') && size(${devices}.trim().findAll(${quote(`[${BLANK_CHARACTERS}]`)})) > 0`;
  }

  /** Whether the agent takes `force`, the raw string of `force-device-detection`, for true. Undefined on 1.15: it has none. */
  isForced(force: string): string | undefined {
    if (this.version?.isAtLeast(16) === false) return undefined;
    // What Go's strconv.ParseBool takes for true.
    return `${force}.trim() in ['1', 't', 'T', 'true', 'TRUE', 'True']`;
  }

  /** Whether `device`, the raw string of `direct-routing-device`, names the interface. Up to 1.16 it is a list. */
  names(device: string): string {
    if (this.version?.isAtLeast(17) === true) return this.matches(`${device}.trim()`);
    return `${device}.trim().split(',').exists(entry, ${this.matches('entry')})`;
  }

  private get hasExclusions(): boolean {
    return this.version?.isAtLeast(19) === true;
  }

  /** A list of one list, the entries that match with or without a `!`: CEL has no other way to name it. */
  private deciding(devices: string): string {
    return `[${entries(devices)}.filter(entry, entry.matches(${quote(`^!?${this.pattern}$`)}))]`;
  }

  private matches(entry: string): string {
    return `${entry}.matches(${quote(`^${this.pattern}$`)})`;
  }

  /** The name, or any of its beginnings with a run of `+` behind it. */
  private get pattern(): string {
    const name = this.interfaceName;
    const beginnings = Array.from(name, (_, index) => literal(name.slice(0, index + 1)));
    return `(?:${literal(name)}|(?:${beginnings.join('|')})?[+]+)`;
  }
}

/** For RE2 and for JavaScript alike. */
function literal(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/** The list that the agent makes of the raw string: see decodeDevices. */
function entries(devices: string): string {
  return `(${devices}.contains(',') ? ${devices}.trim().split(',') : ${devices}.findAll(${quote(`[^${BLANK_CHARACTERS}]+`)}))`;
}

/** A string literal of CEL. */
export function quote(text: string): string {
  const escaped = text.replace(/[\\']/g, '\\$&').replace(/[^\x20-\x7e]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `'${escaped}'`;
}
