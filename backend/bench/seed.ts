import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';

export const modelName = 'bench-model';

/** 10 tokens in at 1,000 credits per million and 20 out at 2,000. */
export const costPerCallMicroCredits = 50_000n;

/**
 * Fills an empty database: a provider at `upstreamUrl`, a priced model, and `accountCount` accounts that are
 * subscribed to it, each with credits enough and a key with a rate limit of its own, so that every call moves
 * two meters. Gives the keys.
 */
export async function seed(db: pg.Client, upstreamUrl: string, accountCount: number): Promise<string[]> {
  const keys = Array.from({ length: accountCount }, () => `sk-lm-${randomBytes(32).toString('base64url')}`);
  await db.query(
    `INSERT INTO providers (id, name, kind, base_url, class) VALUES ('prv_bench', 'Bench', 'openai-compatible', $1, 'local')`,
    [upstreamUrl],
  );
  await db.query(
    `INSERT INTO models (id, name, display_name, max_output_tokens) VALUES ('mdl_bench', $1, 'Bench', 1024)`,
    [modelName],
  );
  await db.query(
    `INSERT INTO model_prices (model_id, input_per_million_micro_credits, output_per_million_micro_credits)
     VALUES ('mdl_bench', 1000000000, 2000000000)`,
  );
  await db.query(
    `INSERT INTO model_routes (id, model_id, provider_id, upstream_model) VALUES ('rte_bench', 'mdl_bench', 'prv_bench', $1)`,
    [modelName],
  );
  const owners = 'FROM generate_series(1, $1) AS n';
  for (const statement of [
    `INSERT INTO accounts (id, kind, name) SELECT 'acc_' || n, 'team', 'Team ' || n ${owners}`,
    `INSERT INTO projects (id, account_id, name, is_default) SELECT 'prj_' || n, 'acc_' || n, 'Default', true ${owners}`,
    `INSERT INTO subscriptions (id, account_id, model_id, status) SELECT 'sub_' || n, 'acc_' || n, 'mdl_bench', 'active' ${owners}`,
    `INSERT INTO meters (account_id, scope, scope_id, period, credits_limit, rpm_limit)
     SELECT 'acc_' || n, 'account', 'acc_' || n, 'total', 1000000000000000, 1000000000 ${owners}`,
    `INSERT INTO meters (account_id, scope, scope_id, period, credits_limit, rpm_limit)
     SELECT 'acc_' || n, 'key', 'key_' || n, 'total', 1000000000000000, 1000000000 ${owners}`,
    `INSERT INTO meters (account_id, scope, scope_id, period, window_end_ms, requests_limit, tokens_limit)
     SELECT 'acc_' || n, 'subscription', 'sub_' || n, 'month', 0, 1000000000000, 1000000000000 ${owners}`,
  ])
    await db.query(statement, [accountCount]);
  await db.query(
    `INSERT INTO api_keys (id, account_id, project_id, name, secret_hash, prefix, rpm)
     SELECT 'key_' || n, 'acc_' || n, 'prj_' || n, 'Bench', decode(hash, 'hex'), 'sk-lm-bench', 1000000000
     FROM unnest($1::text[]) WITH ORDINALITY AS keys(hash, n)`,
    [keys.map((key) => createHash('sha256').update(key).digest('hex'))],
  );
  return keys;
}

/** How many calls the books know of. @throws when they do not agree with each other */
export async function countBookedCalls(db: pg.Client): Promise<bigint> {
  const { rows } = await db.query<{
    calls: string;
    cost: string;
    used: string;
    held: string;
    posted: string;
  }>(
    `SELECT (SELECT count(*) FROM usage_records) AS calls,
       (SELECT COALESCE(sum(cost_micro_credits), 0) FROM usage_records) AS cost,
       (SELECT sum(credits_used) FROM meters) AS used, (SELECT sum(credits_held) FROM meters) AS held,
       (SELECT COALESCE(sum(amount_micro_credits), 0) FROM ledger_transfers) AS posted`,
  );
  const { calls = '', cost, used, held, posted } = rows[0] ?? {};
  const expected = (BigInt(calls) * costPerCallMicroCredits).toString();
  if (cost !== expected || used !== expected || posted !== expected || held !== '0')
    throw new Error(`the books do not agree: ${JSON.stringify(rows[0])}`);
  return BigInt(calls);
}
