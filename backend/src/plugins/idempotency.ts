import { createHmac } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errors } from '../errors.ts';
import { deriveKey } from '../lib/secrets.ts';
import { query, queryOne } from '../lib/sql.ts';

const header = 'idempotency-key';
/** A first request that has not answered by then has died with its instance; the key may be used again. */
const abandonedAfter = '1 minute';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set while this request is the first one with its Idempotency-Key. */
    idempotency: { scope: string; key: string } | undefined;
  }
}

/**
 * Honours Idempotency-Key on every POST of `scope`: the first answer below 500 is kept (encrypted, it may
 * hold a secret) and given again to the same request; a different request with the key is refused.
 * Call after the access hooks: keys belong to a user.
 */
export function honourIdempotencyKeys(scope: FastifyInstance): void {
  const hashKey = deriveKey(scope.config.secretKey, 'idempotency');
  scope.addHook('preHandler', async (request, reply) => {
    const key = request.headers[header];
    if (request.method !== 'POST' || typeof key !== 'string' || key === '') return;
    if (key.length > 255) throw errors.invalidRequest('An Idempotency-Key has at most 255 characters.');
    const owner = { scope: request.caller.userId, key };
    const hash = requestHash(request, hashKey);
    if (await claimKey(scope, owner, hash)) request.idempotency = owner;
    else return replay(scope, owner, hash, reply);
  });
  scope.addHook('onSend', async (request, reply, payload) => {
    if (request.idempotency) await keepAnswer(scope, request.idempotency, reply.statusCode, payload);
    return payload;
  });
}

/** With a key of ours: a body may hold a password, which could be guessed from a plain hash. */
function requestHash(request: FastifyRequest, hashKey: Buffer): Buffer {
  return createHmac('sha256', hashKey)
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest();
}

async function claimKey(
  app: FastifyInstance,
  { scope, key }: { scope: string; key: string },
  hash: Buffer,
): Promise<boolean> {
  const claimed = await query(
    app.db,
    `INSERT INTO idempotency_keys (scope, key, request_hash) VALUES ($1, $2, $3)
     ON CONFLICT (scope, key) DO UPDATE SET created_at = now()
       WHERE idempotency_keys.status IS NULL AND idempotency_keys.request_hash = EXCLUDED.request_hash
         AND idempotency_keys.created_at < now() - $4::interval
     RETURNING key`,
    [scope, key, hash, abandonedAfter],
  );
  return claimed.length === 1;
}

async function replay(
  app: FastifyInstance,
  { scope, key }: { scope: string; key: string },
  hash: Buffer,
  reply: FastifyReply,
) {
  const kept = await queryOne<{ request_hash: Buffer; status: number | null; response: Buffer | null }>(
    app.db,
    'SELECT request_hash, status, response FROM idempotency_keys WHERE scope = $1 AND key = $2',
    [scope, key],
  );
  if (!kept || (kept.status === null && kept.request_hash.equals(hash))) throw errors.idempotencyInProgress();
  if (!kept.request_hash.equals(hash)) throw errors.idempotencyConflict();
  const body = kept.response ? app.secretBox.decrypt(kept.response) : '';
  return reply
    .status(kept.status ?? 200)
    .header('idempotent-replayed', 'true')
    .type(kept.status && kept.status >= 400 ? 'application/problem+json' : 'application/json')
    .serializer((raw: string) => raw)
    .send(body);
}

async function keepAnswer(
  app: FastifyInstance,
  { scope, key }: { scope: string; key: string },
  status: number,
  payload: unknown,
) {
  if (status >= 500) {
    await query(app.db, 'DELETE FROM idempotency_keys WHERE scope = $1 AND key = $2', [scope, key]);
    return;
  }
  const sealed = typeof payload === 'string' ? app.secretBox.encrypt(payload) : null;
  await query(
    app.db,
    'UPDATE idempotency_keys SET status = $3, response = $4 WHERE scope = $1 AND key = $2',
    [scope, key, status, sealed],
  );
}
