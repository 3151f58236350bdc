import type pg from 'pg';
import { newId } from '../src/lib/ids.ts';

/** What a test wants to say about a call; the rest is a plain successful one. */
export type UsageSeed = {
  accountId: string;
  projectId: string;
  modelId: string;
  at: string;
  requestId?: string;
  keyId?: string | null;
  modelName?: string;
  outcome?: 'success' | 'error' | 'aborted' | 'orphaned';
  inputTokens?: bigint;
  cachedInputTokens?: bigint;
  outputTokens?: bigint;
  tokenDetails?: object;
  costMicroCredits?: bigint;
  holdMicroCredits?: bigint;
  priceId?: bigint;
  latencyMs?: number;
};

/** A finished call as the gateway writes it; gives its request id. */
export async function seedUsage(db: pg.Pool, seed: UsageSeed): Promise<string> {
  const requestId = seed.requestId ?? newId('req');
  const outcome = seed.outcome ?? 'success';
  await db.query(
    `INSERT INTO usage_records (request_id, created_at, account_id, project_id, key_id, model_id, model_name,
       provider_name, surface, stream, status, outcome, error_code, input_tokens, cached_input_tokens, output_tokens,
       estimated, cost_micro_credits, hold_micro_credits, price_id, latency_ms, token_details, charged, settled_ms)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'Provider', 'chat', false, $8, $9, $10, $11, $12, $13, false, $14, $15, $16, $17, $18, true, 0)`,
    [
      requestId,
      seed.at,
      seed.accountId,
      seed.projectId,
      seed.keyId ?? null,
      seed.modelId,
      seed.modelName ?? 'model',
      outcome === 'error' ? 502 : 200,
      outcome,
      outcome === 'error' ? 'upstream_error' : null,
      seed.inputTokens ?? 0n,
      seed.cachedInputTokens ?? 0n,
      seed.outputTokens ?? 0n,
      seed.costMicroCredits ?? 0n,
      seed.holdMicroCredits ?? 0n,
      seed.priceId ?? 0n,
      seed.latencyMs ?? 1,
      seed.tokenDetails ?? null,
    ],
  );
  return requestId;
}
