import { errors } from '../../errors.ts';
import { newId } from '../../lib/ids.ts';
import type { Db } from '../../lib/sql.ts';
import * as grants from './grant-queries.ts';
import * as queries from './queries.ts';

/** All that an account may ever be granted (10^12 credits): sums stay far from the end of bigint. */
const mostGrantedMicroCredits = 10n ** 18n;

/** Where the credits of a grant come from. */
const sourceOf = {
  promotional: 'promotional_expense',
  plan: 'promotional_expense',
  purchase: 'payment_clearing',
  adjustment: 'adjustment',
} as const satisfies Record<grants.GrantKind, queries.LedgerAccount>;

/** An amount to post for an account; `sourceId` is what makes it happen once. */
type Entry = { accountId: string; amountMicroCredits: bigint; description: string; sourceId: string };
/** A grant that no request or payment stands behind is a source of its own. */
export type Grant = Omit<Entry, 'sourceId'> & {
  kind: grants.GrantKind;
  sourceId?: string;
  /** Lower numbers pay first. */
  priority?: number;
  expiresAt?: Date | null;
  /** The models it pays for; null: any. */
  modelIds?: string[] | null;
};

/** What a post came to: a source that was posted before gives what it gave then. */
export type Posted = { ledgerTransactionId: string; isNew: boolean };

/**
 * Gives credits to an account (`amountMicroCredits` above zero) and the id of the ledger transaction. A second
 * post of the same source gives the first one's id and changes nothing. Call it in a transaction.
 * @throws not_found, idempotency_key_reused when the source was posted with something else.
 */
export async function postGrant(client: Db, grant: Grant): Promise<string> {
  return (await giveGrant(client, grant)).ledgerTransactionId;
}

/**
 * Corrects an account's credits: above zero it is a grant, below zero it takes what is neither spent nor
 * held. Repeating a source is as with `postGrant`; call it in a transaction too.
 * @throws not_found, insufficient_balance, idempotency_key_reused.
 */
export async function postAdjustment(client: Db, entry: Entry): Promise<Posted> {
  if (entry.amountMicroCredits > 0n) return giveGrant(client, { ...entry, kind: 'adjustment' });
  const { accountId, amountMicroCredits: change } = entry;
  // The lock comes first, so that the same source posted twice at once waits here and then finds the first.
  if (!(await grants.settleGrants(client, accountId))) throw errors.notFound('There is no such account.');
  const posted = await findSamePosting(client, 'adjustment', entry);
  if (posted) return posted;
  if (!(await queries.takeAvailable(client, accountId, -change))) throw errors.insufficientBalance();
  return post(client, {
    ...entry,
    kind: 'adjustment',
    debit: 'customer',
    credit: 'adjustment',
    amountMicroCredits: -change,
  });
}

/** As `postGrant`, and says whether it was posted before. */
export async function giveGrant(client: Db, grant: Grant): Promise<Posted> {
  const { accountId, kind, amountMicroCredits, description } = grant;
  const id = newId('grt');
  const entry = { accountId, amountMicroCredits, description, sourceId: grant.sourceId ?? id };
  const ledgerKind = kind === 'adjustment' ? 'adjustment' : 'grant';
  if (!(await grants.settleGrants(client, accountId))) throw errors.notFound('There is no such account.');
  const before = await findSamePosting(client, ledgerKind, entry);
  if (before) return before;
  if ((await grants.sumGranted(client, accountId)) + amountMicroCredits > mostGrantedMicroCredits)
    throw errors.conflict('An account can be granted 1,000,000,000,000 credits in all.');
  const posted = await post(client, {
    ...entry,
    kind: ledgerKind,
    debit: sourceOf[kind],
    credit: 'customer',
  });
  const { ledgerTransactionId } = posted;
  const { priority = 0, expiresAt = null, modelIds = null } = grant;
  await openGrant(client, { ...entry, id, kind, ledgerTransactionId, priority, expiresAt, modelIds });
  return posted;
}

/** A grant for some models has a meter of its own, any other raises the balance. */
async function openGrant(client: Db, grant: grants.GrantValues): Promise<void> {
  await grants.insertGrant(client, grant);
  if (grant.modelIds) await grants.insertGrantMeter(client, grant);
  else await grants.raiseBalance(client, grant.accountId, grant.amountMicroCredits, grant.expiresAt);
}

async function post(client: Db, posting: Omit<queries.Posting, 'id'>): Promise<Posted> {
  const id = newId('ltx');
  await queries.insertPosting(client, { ...posting, id });
  return { ledgerTransactionId: id, isNew: true };
}

async function findSamePosting(
  client: Db,
  kind: 'grant' | 'adjustment',
  { accountId, amountMicroCredits, description, sourceId }: Entry,
): Promise<Posted | undefined> {
  const posted = await queries.findPosted(client, kind, sourceId);
  if (!posted) return undefined;
  const isSame =
    posted.account_id === accountId &&
    posted.description === description &&
    posted.customer_micro_credits === amountMicroCredits;
  if (!isSame) throw errors.idempotencyConflict();
  return { ledgerTransactionId: posted.id, isNew: false };
}
