import type { Db } from '../../lib/sql.ts';
import { type BalanceRow, consumeGrants, type GrantRow, listGrants, lockBalance } from './queries.ts';

type BurnableGrant = Pick<
  GrantRow,
  'id' | 'kind' | 'priority' | 'amount_micro_credits' | 'consumed_micro_credits' | 'created_at'
>;

/** What one grant pays. */
type Share = { id: string; amountMicroCredits: bigint };

/**
 * Says which grants pay `unburned` micro-credits: the lowest priority number first, given before paid, the
 * oldest first. What no grant can pay any more is left out.
 */
export function distributeBurn(grants: BurnableGrant[], unburned: bigint): Share[] {
  let left = unburned;
  const shares: Share[] = [];
  for (const grant of [...grants].sort(byBurnOrder)) {
    const remaining = grant.amount_micro_credits - grant.consumed_micro_credits;
    const amountMicroCredits = left < remaining ? left : remaining;
    if (amountMicroCredits <= 0n) continue;
    shares.push({ id: grant.id, amountMicroCredits });
    left -= amountMicroCredits;
  }
  return shares;
}

/** What somebody has paid for goes last. */
const isPaid = ({ kind }: BurnableGrant) => kind === 'purchase' || kind === 'plan';

function byBurnOrder(a: BurnableGrant, b: BurnableGrant): number {
  return (
    a.priority - b.priority ||
    Number(isPaid(a)) - Number(isPaid(b)) ||
    a.created_at.getTime() - b.created_at.getTime() ||
    (a.id < b.id ? -1 : 1)
  );
}

/** What the grants have still to pay of what calls have spent. */
export function shareUnburned(grants: BurnableGrant[], balance: BalanceRow): Share[] {
  const consumed = grants.reduce((sum, grant) => sum + grant.consumed_micro_credits, 0n);
  return distributeBurn(grants, balance.credits_used - consumed);
}

/**
 * Charges to the grants what calls have spent since the last time: calls settle into the balance alone. Locks
 * the balance until the transaction ends and gives it; undefined when there is no such account.
 */
export async function burnGrants(client: Db, accountId: string): Promise<BalanceRow | undefined> {
  const balance = await lockBalance(client, accountId);
  if (!balance) return undefined;
  const shares = shareUnburned(await listGrants(client, accountId), balance);
  if (shares.length > 0) {
    const ids = shares.map(({ id }) => id);
    const amounts = shares.map(({ amountMicroCredits }) => amountMicroCredits);
    await consumeGrants(client, accountId, ids, amounts);
  }
  return balance;
}
