import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { InvalidValue } from '../refusal/invalid-value.ts';

/** An IPv4 or IPv6 prefix without host bits, such as `192.168.1.0/24`. */
export class Cidr {
  /**
   * @param value canonical CIDR notation. Refused: no or a malformed prefix length, host bits (the error suggests the
   *   masked prefix), leading zeros, IPv6 zones, and IPv4 inside IPv6 (ipaddr.js reads `::1.2.3.4` as `::ffff:1.2.3.4`).
   * @throws InvalidValue
   */
  static parse(value: unknown, example?: string): Cidr {
    const cidr = Cidr.around(value, example);
    if (toBigInt(ipaddr.parse(String(value).split('/')[0] ?? '')) === cidr.first) return cidr;
    throw new InvalidValue('Host bits are set.', `Write "${cidr}".`);
  }

  /**
   * The prefix that an address is in: `192.168.1.0/24` for `192.168.1.5/24`.
   *
   * @param value as in {@link parse}, with host bits or without
   * @throws InvalidValue
   */
  static around(value: unknown, example = '192.168.1.0/24'): Cidr {
    const [address = '', length, ...rest] = typeof value === 'string' ? value.split('/') : [];
    const family = isIP(address);
    if (rest.length > 0 || family === 0 || (family === 6 && /[%.]/.test(address))) {
      throw new InvalidValue('It is not a network in CIDR notation.', `Write, for example, "${example}".`);
    }

    const bits = family === 4 ? 32 : 128;
    if (length === undefined) {
      throw new InvalidValue('The prefix length is missing.', `Write "${address}/${bits}" for this one address.`);
    }
    if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > bits) {
      throw new InvalidValue(
        `The prefix length must be a whole number from 0 to ${bits}.`,
        `Write, for example, "/24".`,
      );
    }

    const masked = networkOf(address, Number(length));
    return new Cidr(
      `${masked.toString()}/${length}`,
      family === 4 ? 4 : 6,
      toBigInt(masked),
      1n << BigInt(bits - Number(length)),
    );
  }

  /** 4 or 6. */
  readonly family: 4 | 6;

  private readonly text: string;
  private readonly first: bigint;
  private readonly size: bigint;

  private constructor(text: string, family: 4 | 6, first: bigint, size: bigint) {
    this.text = text;
    this.family = family;
    this.first = first;
    this.size = size;
  }

  /** Whether both have an address in common. Prefixes of different families never do. */
  overlaps(other: Cidr): boolean {
    return this.contains(other) || other.contains(this);
  }

  /** Whether every address of `other` is in this prefix; a prefix contains itself. */
  contains(other: Cidr): boolean {
    return (
      this.family === other.family && this.first <= other.first && other.first + other.size <= this.first + this.size
    );
  }

  /** The first address that a host can have: `192.168.1.1` of `192.168.1.0/24`, but the prefix's own of a /31 or /32. */
  firstHost(): string {
    const [address] = this.text.split('/') as [string];
    if (this.size <= 2n) return address;
    const bytes = ipaddr.parse(address).toByteArray();
    return ipaddr.fromByteArray([...bytes.slice(0, -1), Number(bytes.at(-1)) + 1]).toString();
  }

  /** Canonical notation: `192.168.1.0/24`, `fd00::/8`. Holds only digits, letters a to f, dots, colons and the slash. */
  toString(): string {
    return this.text;
  }
}

function networkOf(address: string, prefixLength: number): ipaddr.IPv4 | ipaddr.IPv6 {
  return ipaddr.parse(address).kind() === 'ipv4'
    ? ipaddr.IPv4.networkAddressFromCIDR(`${address}/${prefixLength}`)
    : ipaddr.IPv6.networkAddressFromCIDR(`${address}/${prefixLength}`);
}

function toBigInt(address: ipaddr.IPv4 | ipaddr.IPv6): bigint {
  return address.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}
