import { InvalidValue } from '../refusal/invalid-value.ts';

/** A minor version of Cilium, from 1.15 on: what decides how the agent reads `devices`. */
export class CiliumVersion {
  /** The minor versions whose semantics were read in Cilium's sources. */
  static readonly known: readonly CiliumVersion[] = [15, 16, 17, 18, 19, 20].map((minor) => new CiliumVersion(minor));

  /**
   * @param value `1.16`, `1.16.6` or `v1.16.6`; patch versions do not matter. Refused: versions before 1.15, whose
   *   agents select devices by other rules.
   * @throws InvalidValue
   */
  static parse(value: unknown): CiliumVersion {
    const minor = typeof value === 'string' ? /^v?1\.(\d{1,3})(\.\d+([-+].*)?)?$/.exec(value)?.[1] : undefined;
    if (minor === undefined) {
      throw new InvalidValue('It is not a version of Cilium.', 'Write, for example, "1.16".');
    }
    if (Number(minor) < 15) {
      throw new InvalidValue(
        'Versions of Cilium before 1.15 select devices by other rules.',
        'Upgrade Cilium, then write, for example, "1.16".',
      );
    }
    return new CiliumVersion(Number(minor));
  }

  private readonly minor: number;

  private constructor(minor: number) {
    this.minor = minor;
  }

  /** Whether this is `1.<minor>` or newer. */
  isAtLeast(minor: number): boolean {
    return this.minor >= minor;
  }

  /** Without the patch version: `1.16`. */
  toString(): string {
    return `1.${this.minor}`;
  }
}
