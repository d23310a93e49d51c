export const IP_FORWARD = '/proc/sys/net/ipv4/ip_forward';
export const SRC_VALID_MARK = '/proc/sys/net/ipv4/conf/all/src_valid_mark';

/** @param interfaceName or `all` */
export function rpFilter(interfaceName: string): string {
  return `/proc/sys/net/ipv4/conf/${interfaceName}/rp_filter`;
}
