import { InvalidValue } from '../refusal/invalid-value.ts';

/** The first with profiles, which are in the state directory. */
const OLDEST = '0.52.0';

/** A released version of NetBird, such as `0.66.2`. */
export class NetbirdVersion {
  /**
   * @param value three numbers. Refused: a `v` in front (the image tags have none), `0.66`, `latest`, and what keeps its
   *   WireGuard key in another place than {@link STATE_DIRECTORY}.
   * @throws InvalidValue
   */
  static parse(value: unknown): NetbirdVersion {
    const numbers = typeof value === 'string' ? /^(\d{1,5})\.(\d{1,5})\.(\d{1,5})$/.exec(value)?.slice(1) : undefined;
    if (numbers === undefined) {
      throw new InvalidValue(
        'It is not a released version: the image would change under the same name, or not exist.',
        'Write the version of the management server, for example "0.66.2".',
      );
    }
    const version = new NetbirdVersion(numbers.map(Number));
    if (version.isAtLeast(OLDEST)) return version;
    throw new InvalidValue(
      `Before ${OLDEST} the WireGuard key is in /etc/netbird, off the volume: each restart would register another peer.`,
      'Write the version of the management server, for example "0.66.2".',
    );
  }

  private readonly numbers: readonly number[];

  private constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }

  /** Whether this is `other`, three numbers, or newer. */
  isAtLeast(other: string): boolean {
    const bound = other.split('.').map(Number);
    const position = this.numbers.findIndex((number, index) => number !== bound[index]);
    return position === -1 || Number(this.numbers[position]) > Number(bound[position]);
  }

  toString(): string {
    return this.numbers.join('.');
  }
}
