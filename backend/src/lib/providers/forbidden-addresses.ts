import { BlockList, isIP } from 'node:net';

/*
 * Where no provider and no proxy is: what answers there belongs to the machine itself or its cloud, and hands out
 * credentials (169.254.169.254). Private networks are not among it: model servers are there.
 */
const forbidden = new BlockList();
forbidden.addSubnet('0.0.0.0', 8, 'ipv4');
forbidden.addSubnet('169.254.0.0', 16, 'ipv4');
forbidden.addSubnet('224.0.0.0', 3, 'ipv4');
// Azure's, Alibaba's and Oracle's, outside of that.
for (const address of ['168.63.129.16', '100.100.100.200', '192.0.0.192']) forbidden.addAddress(address);
forbidden.addAddress('::', 'ipv6');
forbidden.addSubnet('fe80::', 10, 'ipv6');
forbidden.addSubnet('ff00::', 8, 'ipv6');
// Amazon's and Google's.
forbidden.addSubnet('fd00:ec2::', 32, 'ipv6');
forbidden.addAddress('fd20:ce::254', 'ipv6');
// The same link in the words of NAT64, of 6to4 and of old.
forbidden.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
forbidden.addSubnet('2002:a9fe::', 32, 'ipv6');
forbidden.addSubnet('::a9fe:0', 112, 'ipv6');

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
