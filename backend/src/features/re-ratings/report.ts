import type pg from 'pg';
import { costMicroCredits, type Price, toPrice } from '../../lib/call-cost.ts';
import { formatCredits } from '../../lib/credits.ts';
import type { PriceList } from '../../lib/price-list.ts';
import { type Db, readTx } from '../../lib/sql.ts';
import { tokenCountsOf } from '../../lib/token-counts.ts';
import { findAccountNames, type Period, type RatableRow, readRatable, type SumsRow } from './queries.ts';
import type { ReRatingReport } from './schemas.ts';

const topMost = 20;

/** Says what a call would have cost. */
export function costBy(list: PriceList): (call: RatableRow) => bigint {
  const price: Price = toPrice(0n, list);
  return (call) => costMicroCredits(price, tokenCountsOf(call));
}

/** What the calls of a period cost and would have cost, account by account; changes nothing. */
export function sumReRated(db: pg.Pool, period: Period, list: PriceList): Promise<SumsRow[]> {
  const newCostOf = costBy(list);
  return readTx(db, async (client) => {
    const sums = new Map<string, SumsRow>();
    for await (const calls of readRatable(client, period)) {
      for (const call of calls) {
        const { account_id } = call;
        const sum = sums.get(account_id) ?? { account_id, calls: 0n, old_cost: 0n, new_cost: 0n };
        sum.calls += 1n;
        sum.old_cost += call.cost_micro_credits;
        sum.new_cost += newCostOf(call);
        sums.set(account_id, sum);
      }
    }
    return [...sums.values()];
  });
}

/** The sums of all accounts together. */
export function totalOf(rows: SumsRow[]) {
  const add = (pick: (row: SumsRow) => bigint) => rows.reduce((sum, row) => sum + pick(row), 0n);
  const total = {
    calls: add(({ calls }) => calls),
    old_cost: add(({ old_cost }) => old_cost),
    new_cost: add(({ new_cost }) => new_cost),
  };
  return { ...toSums(total), accounts: rows.length };
}

/** The accounts with the largest differences, by name. */
export async function topOf(db: Db, rows: SumsRow[]): Promise<ReRatingReport['top']> {
  const size = ({ old_cost, new_cost }: SumsRow) =>
    old_cost > new_cost ? old_cost - new_cost : new_cost - old_cost;
  const byDifference = (a: SumsRow, b: SumsRow) =>
    Number(size(b) - size(a)) || (a.account_id < b.account_id ? -1 : 1);
  const top = [...rows].sort(byDifference).slice(0, topMost);
  const names = await findAccountNames(
    db,
    top.map(({ account_id }) => account_id),
  );
  return top.map((row) => ({
    accountId: row.account_id,
    accountName: names.get(row.account_id) ?? null,
    ...toSums(row),
  }));
}

function toSums({ calls, old_cost, new_cost }: Omit<SumsRow, 'account_id'>) {
  return {
    calls,
    oldCostCredits: formatCredits(old_cost),
    newCostCredits: formatCredits(new_cost),
    differenceCredits: formatCredits(new_cost - old_cost),
  };
}
