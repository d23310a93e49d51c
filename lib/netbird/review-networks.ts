import { Cidr } from '../network/cidr.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import { parseBoolean } from '../refusal/parse-boolean.ts';
import type { PropsReview } from '../refusal/props-review.ts';
import type { NetbirdRoutingPeerProps } from './netbird-routing-peer-props.ts';

type NetworkProps = Pick<NetbirdRoutingPeerProps, 'overlay' | 'allowOverlayOutsideSharedRange' | 'networks'>;

/** NetBird draws an account's range out of the shared address space (RFC 6598). */
const SHARED_RANGE = Cidr.parse('100.64.0.0/10');

/** Checks the overlay and the networks behind the peer: all IPv4, and none with an address of another. */
export function reviewNetworks(props: NetworkProps, review: PropsReview): { overlay: Cidr; networks: Cidr[] } {
  const overlay = review.tryParse('overlay', props.overlay, parseOverlay, '100.109.0.0/16');
  const field = 'allowOverlayOutsideSharedRange';
  const mayBeOutside = review.parse(field, props.allowOverlayOutsideSharedRange, parseBoolean, false);
  if (overlay !== undefined && !SHARED_RANGE.contains(overlay) && !mayBeOutside) {
    review.refuse('overlay', {
      value: props.overlay,
      reason: `It is not inside ${SHARED_RANGE}, out of which NetBird draws the range of an account.`,
      remedy: 'Write the range of your account, or allowOverlayOutsideSharedRange: true when it was set by hand.',
    });
  }

  const networks = review.parseList('networks', props.networks, parseIpv4Cidr, '["192.168.1.0/24"]');
  for (const [index, network] of networks.entries()) {
    const other = [overlay, ...networks.slice(0, index)].find((earlier) => network && earlier?.overlaps(network));
    if (other === undefined) continue;
    review.refuse(`networks[${index}]`, {
      value: props.networks[index],
      reason: `It overlaps ${other === overlay ? `the overlay ${other}` : other}.`,
      remedy: 'Write networks that have no address in common.',
    });
  }
  return { overlay: overlay ?? SHARED_RANGE, networks: networks.filter((network) => network !== undefined) };
}

function parseOverlay(value: unknown, example: string | undefined): Cidr {
  const cidr = parseIpv4Cidr(value, example);
  if (Number(cidr.toString().split('/')[1]) > 30) {
    throw new InvalidValue(
      'It is an address or two, and not the range of an account.',
      `Write, for example, "${example}".`,
    );
  }
  return cidr;
}

function parseIpv4Cidr(value: unknown, example?: string): Cidr {
  const cidr = Cidr.parse(value, example);
  if (cidr.family !== 4) {
    throw new InvalidValue('The overlay of NetBird 0.66 is IPv4, and so is what it routes.', 'Write an IPv4 prefix.');
  }
  return cidr;
}
