import { type Static, Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { accountParams } from '../../lib/account-params.ts';
import { formatCredits } from '../../lib/credits.ts';
import { decodeTimeCursor, toPage } from '../../lib/pages.ts';
import { Page, PageQuery, replies } from '../../lib/schemas.ts';
import { getCredits } from './get-credits.ts';
import { type LedgerRow, listLedger } from './queries.ts';
import { AccountCredits, LedgerTransaction } from './schemas.ts';

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
          'The balance, what running calls hold of it, and every grant with what is left of it. Grants burn by priority, given before paid, the oldest first.',
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
        querystring: Type.Object(PageQuery),
        response: replies({ 200: Page(LedgerTransaction) }),
      },
    },
    async ({ account, query }) => {
      const after = decodeTimeCursor(query.cursor);
      const found = await listLedger(app.db, account.id, query.limit, after);
      const page = toPage(found, query.limit, (row) => [row.cursor_at, row.id]);
      return { data: page.rows.map(toLedgerTransaction), nextCursor: page.nextCursor };
    },
  );
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
