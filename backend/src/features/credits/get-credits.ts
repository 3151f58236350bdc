import type pg from 'pg';
import { errors } from '../../errors.ts';
import { formatCredits } from '../../lib/credits.ts';
import { readTx } from '../../lib/sql.ts';
import { shareUnburned } from './burn-grants.ts';
import { findBalance, type GrantRow, listGrants } from './queries.ts';
import type { AccountCredits } from './schemas.ts';

/**
 * What an account has, and what is left of each grant, of one moment. Works out in memory what the grants have
 * still to pay, and so waits for nobody and keeps nobody waiting. @throws not_found.
 */
export async function getCredits(db: pg.Pool, accountId: string): Promise<AccountCredits> {
  const { balance, grants } = await readTx(db, async (client) => ({
    balance: await findBalance(client, accountId),
    grants: await listGrants(client, accountId),
  }));
  if (!balance) throw errors.notFound('There is no such account.');
  const shares = shareUnburned(grants, balance);
  const toPay = new Map(shares.map(({ id, amountMicroCredits }) => [id, amountMicroCredits]));
  const balanceMicroCredits = balance.credits_limit - balance.credits_used;
  return {
    balanceCredits: formatCredits(balanceMicroCredits),
    heldCredits: formatCredits(balance.credits_held),
    availableCredits: formatCredits(balanceMicroCredits - balance.credits_held),
    grants: grants.map((grant) => toGrant(grant, toPay.get(grant.id) ?? 0n)),
  };
}

function toGrant(row: GrantRow, toPayMicroCredits: bigint): AccountCredits['grants'][number] {
  const remainingMicroCredits = row.amount_micro_credits - row.consumed_micro_credits - toPayMicroCredits;
  return {
    id: row.id,
    kind: row.kind,
    description: row.description,
    amountCredits: formatCredits(row.amount_micro_credits),
    remainingCredits: formatCredits(remainingMicroCredits),
    createdAt: row.created_at.toISOString(),
  };
}
