import type { OutgoingHttpHeaders } from 'node:http';
import { type Db, query, queryOne } from '../../lib/sql.ts';

/** An answer as it was sent, and what it cost. */
export type CachedAnswer = {
  headers: OutgoingHttpHeaders;
  body: Buffer;
  costMicroCredits: bigint;
  keptAtMs: number;
  expiresAtMs: number;
};

type CachedRow = {
  headers: OutgoingHttpHeaders;
  answer: Buffer;
  cost_micro_credits: bigint;
  created_at: Date;
  expires_at: Date;
};

/** The answer to a request of an account, while it is kept. */
export const findAnswer = (db: Db, accountId: string, requestHash: Buffer): Promise<CachedRow | undefined> =>
  queryOne(
    db,
    `SELECT headers, answer, cost_micro_credits, created_at, expires_at FROM cached_answers
     WHERE account_id = $1 AND request_hash = $2 AND expires_at > now()`,
    [accountId, requestHash],
  );

/** Keeps an answer in place of an older one. */
export const keepAnswer = (
  db: Db,
  accountId: string,
  requestHash: Buffer,
  { headers, costMicroCredits, keptAtMs, expiresAtMs }: CachedAnswer,
  sealed: Buffer,
) =>
  query(
    db,
    `INSERT INTO cached_answers (account_id, request_hash, headers, answer, cost_micro_credits, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (account_id, request_hash) DO UPDATE SET headers = EXCLUDED.headers, answer = EXCLUDED.answer,
       cost_micro_credits = EXCLUDED.cost_micro_credits, created_at = EXCLUDED.created_at, expires_at = EXCLUDED.expires_at`,
    [
      accountId,
      requestHash,
      JSON.stringify(headers),
      sealed,
      costMicroCredits,
      new Date(keptAtMs),
      new Date(expiresAtMs),
    ],
  );
