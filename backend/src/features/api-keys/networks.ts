import { isIPv4, isIPv6 } from 'node:net';

/** Whether `text` is an IPv4 or IPv6 address, or a network in CIDR notation. */
export function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  // A zone (`fe80::1%eth0`) names an interface of one machine: it cannot be compared with a caller's address.
  if (rest.length > 0 || address.includes('%')) return false;
  const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : undefined;
  if (bits === undefined) return false;
  return prefix === undefined || (/^(0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= bits);
}
