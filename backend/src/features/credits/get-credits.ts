import type pg from 'pg';
import { errors } from '../../errors.ts';
import { formatCredits } from '../../lib/credits.ts';
import { readTx } from '../../lib/sql.ts';
import { listGrants } from './grant-queries.ts';
import { toGrant } from './grant-replies.ts';
import { findCredits } from './queries.ts';
import type { AccountCredits } from './schemas.ts';

/**
 * What an account has, and what is left of each grant, of one moment. What the grants have still to pay is worked
 * out without writing it, and so waits for nobody and keeps nobody waiting. @throws not_found.
 */
export async function getCredits(db: pg.Pool, accountId: string): Promise<AccountCredits> {
  const { credits, grants } = await readTx(db, async (client) => ({
    credits: await findCredits(client, accountId),
    grants: await listGrants(client, accountId),
  }));
  if (!credits) throw errors.notFound('There is no such account.');
  return {
    balanceCredits: formatCredits(credits.balance_micro_credits),
    heldCredits: formatCredits(credits.held_micro_credits),
    availableCredits: formatCredits(credits.available_micro_credits),
    restrictedCredits: formatCredits(credits.restricted_micro_credits),
    grants: grants.map(toGrant),
  };
}
