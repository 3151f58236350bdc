import { Readable } from 'node:stream';
import { type Static, Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { accountParams } from '../../lib/account-params.ts';
import { formatCredits } from '../../lib/credits.ts';
import { decodeTimeCursor, toPage } from '../../lib/pages.ts';
import { queryTime } from '../../lib/query-times.ts';
import { Csv, Page, replies } from '../../lib/schemas.ts';
import { getCredits } from './get-credits.ts';
import { type LedgerRow, listLedger } from './queries.ts';
import { AccountCredits, LedgerQuery, LedgerTransaction, StatementQuery } from './schemas.ts';
import { openStatement } from './statement.ts';

const shared = { tags: ['Credits'], security: [{ accessToken: [] }] };

/** What an account has and what became of it: for its members and, of any account, for admins. */
export async function creditReadRoutes(app: App): Promise<void> {
  app.get(
    '/credits',
    {
      schema: {
        ...shared,
        summary: 'Get the credits',
        description:
          'The balance, what running calls hold of it, and every grant with what is left of it. Grants for the model of a call pay first; then by priority, soonest expiry, given before paid, the oldest.',
        params: Type.Object(accountParams),
        response: replies({ 200: AccountCredits }),
      },
    },
    ({ account }) => getCredits(app.db, account.id),
  );

  app.get(
    '/credits/ledger',
    {
      schema: {
        ...shared,
        summary: 'List the ledger',
        description:
          'Everything that changed the balance, the newest first. Calls that settled together are one transaction.',
        params: Type.Object(accountParams),
        querystring: LedgerQuery,
        response: replies({ 200: Page(LedgerTransaction) }),
      },
    },
    async ({ account, query }) => {
      const after = decodeTimeCursor(query.cursor);
      const filter = { kind: query.kind ?? null, ...periodOf(query) };
      const found = await listLedger(app.db, account.id, filter, query.limit, after);
      const page = toPage(found, query.limit, (row) => [row.cursor_at, row.id]);
      return { data: page.rows.map(toLedgerTransaction), nextCursor: page.nextCursor };
    },
  );

  app.get(
    '/credits/statement',
    {
      schema: {
        ...shared,
        summary: 'Download a statement',
        description:
          'The opening balance, every transaction of the period with the balance after it, and the closing balance, as CSV: time (UTC), transaction, kind, description, calls, amount_credits, balance_credits. Text that a spreadsheet would take for a formula begins with an apostrophe.',
        params: Type.Object(accountParams),
        querystring: StatementQuery,
        response: replies({ 200: Csv }),
      },
    },
    async ({ account, query }, reply) => {
      const { from, to, lines } = await openStatement(app.db, account.id, periodOf(query));
      const [first, last] = [from, to].map((time) => time.toISOString().slice(0, 10));
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="statement-${account.id}-${first}-${last}.csv"`)
        .send(Readable.from(lines));
    },
  );
}

function periodOf({ from, to }: { from?: string; to?: string }) {
  return { from: queryTime('/from', from), to: queryTime('/to', to) };
}

function toLedgerTransaction(row: LedgerRow): Static<typeof LedgerTransaction> {
  return {
    id: row.id,
    kind: row.kind,
    description: row.description,
    amountCredits: formatCredits(row.customer_micro_credits),
    callCount: row.call_count,
    createdAt: row.created_at.toISOString(),
  };
}
