import type pg from 'pg';
import { advisoryLocks } from '../../lib/advisory-locks.ts';
import { exclusively } from '../../lib/exclusively.ts';
import { findProgress, listAccountsToBurn, listAccountsWithEnded, markProgress } from './burn-queries.ts';
import { burnGrants, burnMany } from './grant-queries.ts';

/** Ends the grants that are over, of all accounts, unless another instance is at it. */
export async function endGrants(db: pg.Pool): Promise<void> {
  const accounts = await listAccountsWithEnded(db);
  if (accounts.length === 0) return;
  await exclusively(db, advisoryLocks.burnGrants, async (client) => {
    for (const accountId of accounts) await burnGrants(client, accountId);
  });
}

/** Charges to the grants of all accounts what was spent, unless another instance is at it. */
export async function burnEverything(db: pg.Pool): Promise<void> {
  await exclusively(db, advisoryLocks.burnGrants, async (client) => {
    const progress = await findProgress(client);
    for (const accounts of await listAccountsToBurn(client, progress.transfer_id))
      for (const accountId of await burnMany(client, accounts)) await burnGrants(client, accountId);
    if (progress.is_safe) await markProgress(client);
  });
}
