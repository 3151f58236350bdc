import { isIPv6 } from 'node:net';

/**
 * What one customer of a network provider has at least: an IPv4 address, or the first four groups of an IPv6
 * address (a /64), which one machine can fill with addresses of its own.
 */
export function networkOf(address: string): string {
  // IPv4 as an IPv6 socket shows it is one address still.
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = [], tail] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const tailLength = tail?.length ?? 0;
  const zeros = Array.from({ length: 8 - head.length - tailLength }, () => '0');
  const groups = [...head, ...zeros, ...(tail ?? [])].slice(0, 4);
  return `${groups.map((group) => parseInt(group, 16).toString(16)).join(':')}::/64`;
}
