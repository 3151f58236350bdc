import type pg from 'pg';
import { errors } from '../../errors.ts';
import { formatCredits } from '../../lib/credits.ts';
import { csvLine } from '../../lib/csv.ts';
import { invalidQuery } from '../../lib/query-times.ts';
import { findBalanceAt, findLedgerEnd, listStatement } from './statement-queries.ts';

const pageSize = 1_000;
const columns = ['time', 'transaction', 'kind', 'description', 'calls', 'amount_credits', 'balance_credits'];

/**
 * The statement of an account as lines of CSV, read page by page as they are asked for: the balance before, every
 * transaction with the balance after it, the balance at the end. It is of one moment: what is booked while it is
 * read is not in it. @throws not_found, invalid_request where `from` is not before `to`.
 */
export async function openStatement(
  db: pg.Pool,
  accountId: string,
  period: { from: Date | null; to: Date | null },
): Promise<{ from: Date; to: Date; lines: AsyncGenerator<string> }> {
  const end = await findLedgerEnd(db, accountId);
  if (!end) throw errors.notFound('There is no such account.');
  const from = period.from ?? end.created_at;
  const to = period.to ?? new Date();
  if (from >= to) throw invalidQuery('/from', 'must be before to');
  const range = { from, to, lastTransferId: end.transfer_id };
  const opening = await findBalanceAt(db, accountId, from, end.transfer_id);
  return { from, to, lines: linesOf(db, accountId, range, opening) };
}

type Range = { from: Date; to: Date; lastTransferId: bigint };

async function* linesOf(db: pg.Pool, accountId: string, range: Range, opening: bigint) {
  yield csvLine(columns);
  yield balanceLine(range.from, 'opening', 'Opening balance', opening);
  let balance = opening;
  let after: string[] | undefined;
  for (;;) {
    const rows = await listStatement(db, accountId, range, pageSize, after);
    let page = '';
    for (const row of rows) {
      balance += row.customer_micro_credits;
      page += csvLine([
        row.created_at.toISOString(),
        row.id,
        row.kind,
        row.description,
        row.call_count,
        formatCredits(row.customer_micro_credits),
        formatCredits(balance),
      ]);
    }
    if (page) yield page;
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) break;
    after = [last.cursor_at, last.id];
  }
  yield balanceLine(range.to, 'closing', 'Closing balance', balance);
}

function balanceLine(time: Date, kind: string, description: string, balance: bigint): string {
  return csvLine([time.toISOString(), '', kind, description, '', '', formatCredits(balance)]);
}
