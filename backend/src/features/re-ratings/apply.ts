import { isDeepStrictEqual } from 'node:util';
import type { Static } from '@sinclair/typebox';
import type pg from 'pg';
import { errors } from '../../errors.ts';
import { type Act, recordAudit } from '../../lib/audit.ts';
import { correctCalls } from '../../lib/correct-usage.ts';
import { newId } from '../../lib/ids.ts';
import { parsePrices, type Prices } from '../../lib/prices.ts';
import { tx } from '../../lib/sql.ts';
import {
  findReRating,
  insertReRating,
  listAccountsToCorrect,
  listCallsToCorrect,
  listOverlapping,
  lockModel,
  markFinished,
  mayHaveOpenCalls,
  type Period,
  type ReRatingRow,
} from './queries.ts';
import { costBy } from './report.ts';

/** How many calls of an account are corrected as one. */
const callsMost = 50_000;

type Content = Period & { prices: Static<typeof Prices>; reason: string };

/**
 * Begins a re-rating, or finds the one that began with the same model, period and prices. Gives its id.
 * @throws not_found, re_rating_overlaps.
 */
export function beginReRating(db: pg.Pool, content: Content, act: Act): Promise<string> {
  return tx(db, async (client) => {
    if (!(await lockModel(client, content.modelId))) throw errors.notFound('There is no such model.');
    const overlapping = await listOverlapping(client, content);
    const same = overlapping.find((known) => isSame(known, content));
    if (same) return same.id;
    if (overlapping.length > 0) throw errors.reRatingOverlaps();
    const id = newId('rrt');
    await insertReRating(client, { id, ...content, userId: act.actorUserId });
    const { modelId, from, to, prices, reason } = content;
    await recordAudit(client, {
      ...act,
      action: 're_rating.apply',
      targetType: 're_rating',
      targetId: id,
      details: { modelId, from: from.toISOString(), to: to.toISOString(), prices, reason },
    });
    return id;
  });
}

function isSame(known: ReRatingRow, { from, to, prices }: Content): boolean {
  return +known.from_at === +from && +known.to_at === +to && isDeepStrictEqual(known.prices, prices);
}

/**
 * Corrects every call of a re-rating that is not corrected yet, account by account. May be repeated at any time, and
 * by several at once: each call is corrected once. It is finished when no call of its period can come in any more.
 */
export async function applyReRating(db: pg.Pool, id: string): Promise<void> {
  const row = await findReRating(db, id);
  if (!row || row.finished_at) return;
  const period = { modelId: row.model_id, from: row.from_at, to: row.to_at };
  // Asked before the calls are listed: what is not open then is in the list.
  const isLast = !(await mayHaveOpenCalls(db, period));
  for (const accountId of await listAccountsToCorrect(db, period, id))
    await correctAccount(db, accountId, period, row);
  if (isLast) await markFinished(db, id);
}

async function correctAccount(
  db: pg.Pool,
  accountId: string,
  period: Period,
  row: ReRatingRow,
): Promise<void> {
  const newCostOf = costBy(parsePrices(row.prices));
  for (;;) {
    const calls = await listCallsToCorrect(db, accountId, period, row.id, callsMost);
    if (calls.length === 0) return;
    const corrections = calls.map((call) => ({
      requestId: call.request_id,
      newCostMicroCredits: newCostOf(call),
    }));
    const why = { accountId, reRatingId: row.id, reason: row.reason };
    await tx(db, (client) => correctCalls(client, why, corrections));
  }
}
