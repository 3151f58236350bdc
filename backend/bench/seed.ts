import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { modelNames } from './requests.ts';

/** 10 tokens in at 1,000 credits per million and 20 out at 2,000. */
export const costPerCallMicroCredits = 50_000n;
const grantedMicroCredits = 1_000_000_000_000_000n;
const manyRequests = 1_000_000_000n;

/**
 * The meters that every call moves, with limits that are checked and never met: credits and requests a minute
 * of the account and of the key, requests and tokens a month of the subscription.
 */
const meterStatements = (owners: string): string[] => [
  `INSERT INTO meters (account_id, scope, scope_id, period, credits_limit, rpm_limit)
   SELECT 'acc_' || n, 'account', 'acc_' || n, 'total', ${grantedMicroCredits}, ${manyRequests} ${owners}`,
  `INSERT INTO meters (account_id, scope, scope_id, period, credits_limit, rpm_limit)
   SELECT 'acc_' || n, 'key', 'key_' || n, 'total', ${grantedMicroCredits}, ${manyRequests} ${owners}`,
  `INSERT INTO meters (account_id, scope, scope_id, period, window_end_ms, requests_limit, tokens_limit)
   SELECT account_id, 'subscription', id, 'month', 0, ${manyRequests}, ${manyRequests} FROM subscriptions WHERE $1::integer > 0`,
];

/**
 * Fills an empty database: a provider at `upstreamUrl`, priced models, and `accountCount` accounts that are
 * subscribed to them, each with a grant, a key and the meters above. Gives the keys.
 */
export async function seed(db: pg.ClientBase, upstreamUrl: string, accountCount: number): Promise<string[]> {
  await seedModels(db, upstreamUrl);
  const owners = 'FROM generate_series(1, $1) AS n';
  for (const statement of [
    `INSERT INTO accounts (id, kind, name) SELECT 'acc_' || n, 'team', 'Team ' || n ${owners}`,
    `INSERT INTO projects (id, account_id, name, is_default) SELECT 'prj_' || n, 'acc_' || n, 'Default', true ${owners}`,
    `INSERT INTO subscriptions (id, account_id, model_id, status)
     SELECT 'sub_' || n || m.name, 'acc_' || n, m.id, 'active' FROM generate_series(1, $1) AS n, models m`,
    `INSERT INTO ledger_transactions (id, kind, source_id, account_id, description) SELECT 'ltx_' || n, 'grant', 'grt_' || n, 'acc_' || n, 'Bench' ${owners}`,
    `INSERT INTO ledger_transfers (transaction_id, account_id, debit, credit, amount_micro_credits)
     SELECT 'ltx_' || n, 'acc_' || n, 'promotional_expense', 'customer', ${grantedMicroCredits} ${owners}`,
    `INSERT INTO grants (id, account_id, kind, amount_micro_credits, description, ledger_transaction_id)
     SELECT 'grt_' || n, 'acc_' || n, 'promotional', ${grantedMicroCredits}, 'Bench', 'ltx_' || n ${owners}`,
    `INSERT INTO grant_burns (account_id) SELECT 'acc_' || n ${owners}`,
    ...meterStatements(owners),
  ])
    await db.query(statement, [accountCount]);
  return seedKeys(db, accountCount);
}

async function seedModels(db: pg.ClientBase, upstreamUrl: string): Promise<void> {
  await db.query(
    `INSERT INTO providers (id, name, kind, base_url, class) VALUES ('prv_bench', 'Bench', 'openai-compatible', $1, 'local')`,
    [upstreamUrl],
  );
  for (const name of Object.values(modelNames)) {
    await db.query(
      `INSERT INTO models (id, name, display_name, max_output_tokens) VALUES ('mdl_' || $1, $1, $1, 1024)`,
      [name],
    );
    await db.query(
      `INSERT INTO model_prices (model_id, input_per_million_micro_credits, output_per_million_micro_credits)
       VALUES ('mdl_' || $1, 1000000000, 2000000000)`,
      [name],
    );
    await db.query(
      `INSERT INTO model_routes (id, model_id, provider_id, upstream_model) VALUES ('rte_' || $1, 'mdl_' || $1, 'prv_bench', $1)`,
      [name],
    );
  }
}

async function seedKeys(db: pg.ClientBase, count: number): Promise<string[]> {
  const keys = Array.from({ length: count }, () => `sk-lm-${randomBytes(32).toString('base64url')}`);
  await db.query(
    `INSERT INTO api_keys (id, account_id, project_id, name, secret_hash, prefix, rpm)
     SELECT 'key_' || n, 'acc_' || n, 'prj_' || n, 'Bench', decode(hash, 'hex'), 'sk-lm-bench', ${manyRequests}
     FROM unnest($1::text[]) WITH ORDINALITY AS keys(hash, n)`,
    [keys.map((key) => createHash('sha256').update(key).digest('hex'))],
  );
  return keys;
}
