import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { expect } from 'vitest';
import { newId } from '../src/lib/ids.ts';
import { tx } from '../src/lib/sql.ts';
import type { Person } from './people.ts';

/** What the gateway does with a call that costs this much and held nothing; gives the ledger transaction. */
export async function spend(db: pg.Pool, accountId: string, microCredits: bigint): Promise<string> {
  const id = newId('ltx');
  await db.query(
    `WITH m AS (UPDATE meters SET credits_used = credits_used + $3
       WHERE scope = 'account' AND scope_id = $2 AND period = 'total' RETURNING id),
     u AS (INSERT INTO usage_records (request_id, created_at, account_id, project_id, model_id, model_name, surface, stream,
         status, outcome, input_tokens, cached_input_tokens, output_tokens, estimated, cost_micro_credits,
         hold_micro_credits, price_id, latency_ms, ledger_transaction_id, charged, settled_ms)
       SELECT $4, now(), $2, 'prj', 'mdl', 'model', 'chat', false, 200, 'success', 0, 0, 0, false, $3, 0, 0, 1, $1, false, now_ms()
       FROM m),
     t AS (INSERT INTO ledger_transactions (id, kind, account_id, description, call_count)
       SELECT $1, 'usage', $2, 'Calls', 1 FROM m)
     INSERT INTO ledger_transfers (transaction_id, account_id, debit, credit, amount_micro_credits)
     SELECT $1, $2, 'customer', 'revenue', $3 FROM m`,
    [id, accountId, microCredits.toString(), newId('req')],
  );
  return id;
}

/** Gives a grant through the API; 10 promotional credits unless said otherwise. */
export async function grantTo(
  admin: Person,
  accountId: string,
  fields: object = {},
): Promise<{ id: string }> {
  const body = { amountCredits: '10', kind: 'promotional', description: 'A gift', ...fields };
  const headers = { 'idempotency-key': randomUUID() };
  const answer = await admin.call('POST', `/api/v1/admin/accounts/${accountId}/grants`, body, headers);
  if (answer.status !== 201) throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A time so many milliseconds from now, as requests have it. */
export const soon = (ms: number) => new Date(Date.now() + ms).toISOString();

/** Lets grants expire at this moment, whatever they were made with. */
export async function letExpire(db: pg.Pool, ...grantIds: string[]): Promise<void> {
  await tx(db, async (client) => {
    // Balances first, like everybody who locks them.
    await client.query(
      `SELECT 1 FROM meters WHERE scope = 'account' AND period = 'total'
         AND scope_id IN (SELECT account_id FROM grants WHERE id = ANY ($1)) ORDER BY id FOR UPDATE`,
      [grantIds],
    );
    await client.query(
      `WITH g AS (UPDATE grants SET expires_at = now() WHERE id = ANY ($1) AND closed_at IS NULL
         RETURNING id, account_id, model_ids, expires_at)
       UPDATE meters m SET window_end_ms = to_ms(g.expires_at) FROM g
       WHERE m.period = 'total' AND CASE WHEN g.model_ids IS NULL THEN m.scope = 'account' AND m.scope_id = g.account_id
         ELSE m.scope = 'grant' AND m.scope_id = g.id END`,
      [grantIds],
    );
  });
}

/** Expects that no invariant of the money is broken; `admin` asks. */
export async function expectVerified(admin: Person): Promise<void> {
  const { status, body } = await admin.call('GET', '/api/v1/admin/verify');
  const faults = (body.checks as { ok: boolean }[]).filter(({ ok }) => !ok);
  expect({ status, faults }).toEqual({ status: 200, faults: [] });
}

/** The ledger of the own account, a line an entry: what, how much, why. */
export async function ledgerOf(person: Person): Promise<string[]> {
  const { body } = await person.call('GET', '/api/v1/accounts/me/credits/ledger');
  return (body.data as Record<string, string>[]).map(
    ({ kind, amountCredits, description }) => `${kind} ${amountCredits} ${description}`,
  );
}

/** Credits that meters of this owner have counted. */
export async function usedBy(db: pg.Pool, scope: string, scopeId: string): Promise<number[]> {
  const { rows } = await db.query<{ credits_used: bigint }>(
    'SELECT credits_used FROM meters WHERE scope = $1 AND scope_id = $2',
    [scope, scopeId],
  );
  return rows.map((row) => Number(row.credits_used) / 1_000_000);
}
