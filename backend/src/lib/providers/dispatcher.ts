import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { Agent, type buildConnector, type Dispatcher, ProxyAgent } from 'undici';
import type { ConnectionSettings } from './connection-settings.ts';
import { isForbiddenAddress } from './forbidden-addresses.ts';

/** How sockets are opened, beside the time for it. */
export type SocketOptions = { ca?: string[]; lookup: LookupFunction };

/** Resolves names as usual, but to no address that a provider may not have: a name is checked when it is used. */
export const lookupAllowed: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, options, (error, found, family) => {
    const addresses = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address);
    if (!error && addresses.some(isForbiddenAddress))
      return callback(Object.assign(new Error('forbidden address'), { code: 'EFORBIDDEN' }), found, family);
    callback(error, found, family);
  });
};

/** Certificates that are trusted: none beside the usual ones unless some are set. */
export const trusted = ({ caCertificates }: ConnectionSettings): SocketOptions => ({
  lookup: lookupAllowed,
  ...(caCertificates && { ca: [...rootCertificates, caCertificates] }),
});

/**
 * Connections for a provider that are not as those for others.
 * @param connect opens sockets that do not go through a proxy
 */
export function createDispatcher(
  settings: ConnectionSettings,
  connectTimeoutMs: number,
  connect: buildConnector.connector | buildConnector.BuildOptions,
  options: Agent.Options,
): Dispatcher {
  const { proxyUrl, proxyCredentials } = settings;
  if (proxyUrl === null) return new Agent({ ...options, connect });
  const { ca } = trusted(settings);
  return new ProxyAgent({
    ...options,
    uri: proxyUrl,
    ...(proxyCredentials && { token: `Basic ${Buffer.from(proxyCredentials).toString('base64')}` }),
    requestTls: { timeout: connectTimeoutMs, ...(ca && { ca }) },
    proxyTls: { timeout: connectTimeoutMs, lookup: lookupAllowed, ...(ca && { ca }) },
  });
}

/** Whether a provider needs connections of its own. */
export const hasOwnConnections = ({ proxyUrl, caCertificates, connectTimeoutMs }: ConnectionSettings) =>
  proxyUrl !== null || caCertificates !== null || connectTimeoutMs !== null;
