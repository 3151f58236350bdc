import { createHmac } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errors } from '../errors.ts';
import { deriveKey } from '../lib/secrets.ts';
import { type Db, query, queryOne } from '../lib/sql.ts';

const header = 'idempotency-key';
/**
 * A first request that has not answered by then has died with its instance. Where the audit log has it, it was carried
 * out (both are one transaction), and its answer is lost; else the key may be used again.
 */
const abandonedAfter = '1 minute';

type Claim = { scope: string; key: string; requestId: string };

declare module 'fastify' {
  interface FastifyRequest {
    /** Set while this request is the first one with its Idempotency-Key. */
    idempotency: Claim | undefined;
  }
  interface FastifyContextConfig {
    /** Repeated with the same Idempotency-Key it gives the same answer all by itself: none can be lost. */
    knowsItsKey?: boolean;
  }
}

/**
 * Honours Idempotency-Key on every POST of `scope`: the first answer below 500 is kept (encrypted, it may
 * hold a secret) and given again to the same request; a different request with the key is refused. What was carried
 * out is not carried out again, also where its answer could not be kept.
 * Call after the access hooks: keys belong to a user.
 */
export function honourIdempotencyKeys(scope: FastifyInstance): void {
  const hashKey = deriveKey(scope.config.secretKey, 'idempotency');
  scope.addHook('preHandler', async (request, reply) => {
    const key = request.headers[header];
    if (request.method !== 'POST' || typeof key !== 'string' || key === '') return;
    if (key.length > 255) throw errors.invalidRequest('An Idempotency-Key has at most 255 characters.');
    const claim = { scope: request.caller.userId, key, requestId: request.id };
    const hash = requestHash(request, hashKey);
    const mayRepeat = request.routeOptions.config.knowsItsKey ?? false;
    if (await claimKey(scope, claim, hash, mayRepeat)) request.idempotency = claim;
    else return replay(scope, claim, hash, reply);
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
  { scope, key, requestId }: Claim,
  hash: Buffer,
  mayRepeat: boolean,
): Promise<boolean> {
  const claimed = await query(
    app.db,
    `INSERT INTO idempotency_keys AS k (scope, key, request_hash, request_id) VALUES ($1, $2, $3, $4)
     ON CONFLICT (scope, key) DO UPDATE SET created_at = now(), request_id = EXCLUDED.request_id
       WHERE k.status IS NULL AND k.request_hash = EXCLUDED.request_hash AND k.created_at < now() - $5::interval
         AND ($6 OR NOT EXISTS (SELECT FROM audit_log a WHERE a.request_id = k.request_id))
     RETURNING key`,
    [scope, key, hash, requestId, abandonedAfter, mayRepeat],
  );
  return claimed.length === 1;
}

async function replay(app: FastifyInstance, { scope, key }: Claim, hash: Buffer, reply: FastifyReply) {
  const kept = await findKept(app.db, scope, key);
  if (!kept) throw errors.idempotencyInProgress();
  if (!kept.request_hash.equals(hash)) throw errors.idempotencyConflict();
  if (kept.status === null)
    throw kept.is_abandoned ? errors.idempotencyAnswerLost() : errors.idempotencyInProgress();
  const body = kept.response ? app.secretBox.decrypt(kept.response) : '';
  return reply
    .status(kept.status)
    .header('idempotent-replayed', 'true')
    .type(kept.status >= 400 ? 'application/problem+json' : 'application/json')
    .serializer((raw: string) => raw)
    .send(body);
}

type Kept = { request_hash: Buffer; status: number | null; response: Buffer | null; is_abandoned: boolean };

function findKept(db: Db, scope: string, key: string): Promise<Kept | undefined> {
  return queryOne(
    db,
    `SELECT request_hash, status, response, created_at < now() - $3::interval AS is_abandoned
     FROM idempotency_keys WHERE scope = $1 AND key = $2`,
    [scope, key, abandonedAfter],
  );
}

/** What failed frees its key at once, unless it was carried out before it failed. */
async function keepAnswer(
  app: FastifyInstance,
  { scope, key, requestId }: Claim,
  status: number,
  payload: unknown,
) {
  if (status >= 500) {
    await query(
      app.db,
      `DELETE FROM idempotency_keys WHERE scope = $1 AND key = $2
         AND NOT EXISTS (SELECT FROM audit_log WHERE request_id = $3)`,
      [scope, key, requestId],
    );
    return;
  }
  const sealed = typeof payload === 'string' ? app.secretBox.encrypt(payload) : null;
  await query(
    app.db,
    'UPDATE idempotency_keys SET status = $3, response = $4 WHERE scope = $1 AND key = $2',
    [scope, key, status, sealed],
  );
}
