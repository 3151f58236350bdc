import type { OutgoingHttpHeaders } from 'node:http';
import { type Db, query, queryOne } from '../../lib/sql.ts';

/** The call that a key is claimed for. */
export type ClaimedCall = {
  scope: string;
  key: string;
  requestHash: Buffer;
  requestId: string;
  instanceId: bigint;
};

/** An answer that is not there after its call was settled for this long will not come any more. */
const lostAfterMs = 60_000;

/** SQL: the call of `c` has ended without costing anything, or was never let in and never will be. */
const isFree = `c.status IS NULL AND CASE
  WHEN EXISTS (SELECT FROM usage_records u WHERE u.request_id = c.request_id)
    THEN NOT (SELECT u.charged FROM usage_records u WHERE u.request_id = c.request_id)
  ELSE NOT EXISTS (SELECT FROM instances i WHERE i.id = c.instance_id AND i.swept_at IS NULL) END`;

/** Claims the key for a call. False: another call has it, or had it and cost something. */
export async function claimKey(db: Db, call: ClaimedCall): Promise<boolean> {
  const rows = await query(
    db,
    `INSERT INTO idempotent_calls AS c (scope, key, request_hash, request_id, instance_id) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (scope, key) DO UPDATE SET request_id = EXCLUDED.request_id, instance_id = EXCLUDED.instance_id, created_at = now()
       WHERE c.request_hash = EXCLUDED.request_hash AND ${isFree}
     RETURNING key`,
    [call.scope, call.key, call.requestHash, call.requestId, call.instanceId.toString()],
  );
  return rows.length === 1;
}

type KeptCall = {
  request_hash: Buffer;
  request_id: string;
  status: number | null;
  headers: OutgoingHttpHeaders | null;
  answer: Buffer | null;
  /** It was charged, and nobody will bring its answer any more. */
  is_lost: boolean;
};

/** The call that has a key, and what was kept of it. */
export const findKept = (db: Db, { scope, key }: ClaimedCall): Promise<KeptCall | undefined> =>
  queryOne(
    db,
    `SELECT c.request_hash, c.request_id, c.status, c.headers, c.answer,
       c.status IS NULL AND EXISTS (
         SELECT FROM usage_records u LEFT JOIN instances i ON i.id = c.instance_id
         WHERE u.request_id = c.request_id AND u.charged AND (u.settled_ms < now_ms() - $3 OR i.dead_at IS NOT NULL OR i.id IS NULL)
       ) AS is_lost
     FROM idempotent_calls c WHERE c.scope = $1 AND c.key = $2`,
    [scope, key, lostAfterMs],
  );

/** What its client got; without an answer where that is not kept. */
export const keepAnswer = (
  db: Db,
  { scope, key, requestId }: ClaimedCall,
  status: number,
  headers: OutgoingHttpHeaders,
  answer: Buffer | null,
) =>
  query(
    db,
    `UPDATE idempotent_calls SET status = $4, headers = $5, answer = $6 WHERE scope = $1 AND key = $2 AND request_id = $3`,
    [scope, key, requestId, status, JSON.stringify(headers), answer],
  );

/** The key is that of another call from here on. */
export const moveKey = (db: Db, { scope, key, requestId }: ClaimedCall, nextRequestId: string) =>
  query(
    db,
    'UPDATE idempotent_calls SET request_id = $4 WHERE scope = $1 AND key = $2 AND request_id = $3 AND status IS NULL',
    [scope, key, requestId, nextRequestId],
  );

/** The key may be used anew: its call cost nothing. */
export const releaseKey = (db: Db, { scope, key, requestId }: ClaimedCall) =>
  query(
    db,
    'DELETE FROM idempotent_calls WHERE scope = $1 AND key = $2 AND request_id = $3 AND status IS NULL',
    [scope, key, requestId],
  );
