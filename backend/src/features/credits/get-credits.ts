import type pg from 'pg';
import { errors } from '../../errors.ts';
import { formatCredits } from '../../lib/credits.ts';
import { tx } from '../../lib/sql.ts';
import { burnGrants } from './burn-grants.ts';
import { type GrantRow, listGrants } from './queries.ts';
import type { AccountCredits } from './schemas.ts';

/** What an account has, and what is left of each grant, of one moment. @throws not_found. */
export async function getCredits(db: pg.Pool, accountId: string): Promise<AccountCredits> {
  return tx(db, async (client) => {
    const balance = await burnGrants(client, accountId);
    if (!balance) throw errors.notFound('There is no such account.');
    const grants = await listGrants(client, accountId);
    const balanceMicroCredits = balance.credits_limit - balance.credits_used;
    return {
      balanceCredits: formatCredits(balanceMicroCredits),
      heldCredits: formatCredits(balance.credits_held),
      availableCredits: formatCredits(balanceMicroCredits - balance.credits_held),
      grants: grants.map(toGrant),
    };
  });
}

function toGrant(row: GrantRow): AccountCredits['grants'][number] {
  return {
    id: row.id,
    kind: row.kind,
    description: row.description,
    amountCredits: formatCredits(row.amount_micro_credits),
    remainingCredits: formatCredits(row.amount_micro_credits - row.consumed_micro_credits),
    createdAt: row.created_at.toISOString(),
  };
}
