import { type Db, query, queryOne } from './sql.ts';

/** A call and what it costs after all. */
export type Correction = { requestId: string; newCostMicroCredits: bigint };

/**
 * Corrects what a call cost that has its usage record already: the record stays, its cost is reversed and booked
 * anew, and every meter that counts the call in its current window follows (migration 0016). The same cost again
 * changes nothing. Call it in a transaction. Gives whether there is such a call.
 */
export async function correctUsage(
  client: Db,
  requestId: string,
  newCostMicroCredits: bigint,
  reason: string,
): Promise<boolean> {
  const call = await queryOne<{ account_id: string }>(
    client,
    'SELECT account_id FROM usage_records WHERE request_id = $1',
    [requestId],
  );
  if (!call) return false;
  await correctCalls(client, { accountId: call.account_id, reRatingId: null, reason }, [
    { requestId, newCostMicroCredits },
  ]);
  return true;
}

/** The same for many calls of one account and model, as one pair of ledger transactions; a re-rating does each once. */
export async function correctCalls(
  client: Db,
  why: { accountId: string; reRatingId: string | null; reason: string },
  corrections: Correction[],
): Promise<void> {
  await query(client, 'SELECT correct_usage($1, $2, $3, $4, $5)', [
    why.accountId,
    why.reRatingId,
    why.reason,
    corrections.map(({ requestId }) => requestId),
    corrections.map(({ newCostMicroCredits }) => newCostMicroCredits),
  ]);
}
