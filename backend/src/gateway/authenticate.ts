import { hash } from 'node:crypto';
import type { BlockList } from 'node:net';
import { isIPv6 } from 'node:net';
import type { Gateway } from './gateway.ts';
import type { Incoming } from './incoming.ts';
import { accessDenied, invalidApiKey } from './errors.ts';
import type { Caller } from './snapshots/callers.ts';

const keyForm = /^sk-lm-[\w-]{43}$/;
const projectHeader = 'x-litemaas-project';
const projectForm = /^prj_[0-9a-z_]{1,40}$/i;

/**
 * Step 1: who calls. A key is known by its hash alone; strangers do not learn whether it was unknown,
 * revoked or expired. The portal's playground comes with the access token of its user.
 * @throws invalid_api_key, access_denied (the key is not allowed from this network)
 */
export async function authenticate(
  gateway: Gateway,
  { request, address, allowsSession }: Incoming,
): Promise<Caller> {
  const token = tokenOf(request);
  if (!token) throw invalidApiKey();
  const caller = keyForm.test(token)
    ? await gateway.snapshots.keyCaller(hash('sha256', token, 'hex'))
    : allowsSession
      ? await findSession(gateway, request, token)
      : undefined;
  if (!caller || (caller.expiresAtMs !== null && caller.expiresAtMs <= Date.now())) throw invalidApiKey();
  if (caller.allowedNetworks && !isAllowed(caller.allowedNetworks, address)) {
    throw accessDenied('This API key may not be used from this network.');
  }
  return caller;
}

/** As clients of OpenAI send it, or as those of Anthropic do. */
function tokenOf({ headers }: Incoming['request']): string | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) return /^Bearer +(\S+)\s*$/i.exec(authorization)?.[1];
  const key = headers['x-api-key'];
  return typeof key === 'string' ? key.trim() : undefined;
}

async function findSession(
  gateway: Gateway,
  request: Incoming['request'],
  token: string,
): Promise<Caller | undefined> {
  const session = gateway.verifyAccessToken(token);
  const project = request.headers[projectHeader] ?? null;
  if (!session || (project !== null && !projectForm.test(String(project)))) return undefined;
  return gateway.snapshots.sessionCaller(session.userId, session.sessionId, project as string | null);
}

function isAllowed(networks: BlockList, address: string): boolean {
  // An IPv4 client of a dual-stack socket is shown as ::ffff:a.b.c.d.
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  // A socket that has closed has no address any more.
  return plain !== '' && networks.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}
