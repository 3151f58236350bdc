import { BlockList, isIP } from 'node:net';

/*
 * Where no provider and no proxy is: what answers there belongs to the machine itself or its cloud, and hands out
 * credentials (169.254.169.254). Private networks are not among it: model servers are there.
 */
const forbidden = new BlockList();
forbidden.addSubnet('0.0.0.0', 8, 'ipv4');
forbidden.addSubnet('169.254.0.0', 16, 'ipv4');
forbidden.addSubnet('224.0.0.0', 3, 'ipv4');
forbidden.addAddress('::', 'ipv6');
forbidden.addSubnet('fe80::', 10, 'ipv6');
forbidden.addSubnet('ff00::', 8, 'ipv6');
forbidden.addAddress('fd00:ec2::254', 'ipv6');

const forbiddenNames: ReadonlySet<string> = new Set(['metadata', 'metadata.google.internal']);

/** Whether an IP address is one that nothing may be asked at. */
export function isForbiddenAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && forbidden.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** The same of the host of a URL; names are looked at again when they are resolved. */
export function isForbiddenHost({ hostname }: URL): boolean {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  return forbiddenNames.has(host) || isForbiddenAddress(host);
}
