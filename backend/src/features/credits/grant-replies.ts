import { formatCredits } from '../../lib/credits.ts';
import type { GrantRow } from './grant-queries.ts';
import type { Grant } from './schemas.ts';

/** A grant as replies show it. */
export function toGrant(row: GrantRow): Grant {
  const remaining = row.amount_micro_credits - row.used_micro_credits - row.lapsed_micro_credits;
  return {
    id: row.id,
    kind: row.kind,
    description: row.description,
    status: row.closing ?? (remaining === 0n ? 'used' : 'active'),
    priority: row.priority,
    expiresAt: row.expires_at?.toISOString() ?? null,
    modelIds: row.model_ids,
    models: row.model_ids && (row.models ?? []),
    amountCredits: formatCredits(row.amount_micro_credits),
    usedCredits: formatCredits(row.used_micro_credits),
    lapsedCredits: formatCredits(row.lapsed_micro_credits),
    remainingCredits: formatCredits(remaining),
    createdAt: row.created_at.toISOString(),
  };
}
