import { Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { accountParams } from '../../lib/account-params.ts';
import { List, replies } from '../../lib/schemas.ts';
import { type AccountRow, type AdminAccountRow, findAccount, listAccounts } from './queries.ts';
import { Account, type AdminAccount } from './schemas.ts';

const shared = { tags: ['Accounts'], security: [{ accessToken: [] }] };

/** The accounts of the signed-in user. */
export async function accountsRoutes(app: App): Promise<void> {
  app.get(
    '/accounts',
    {
      schema: {
        ...shared,
        summary: 'List my accounts',
        description: 'Every account the caller is a member of: the personal one first, then teams by name.',
        response: replies({ 200: List(Account) }),
      },
    },
    async ({ caller }) => ({ data: (await listAccounts(app.db, caller.userId)).map(toAccount) }),
  );
}

/** One account, for its members. */
export async function accountRoutes(app: App): Promise<void> {
  app.get(
    '',
    {
      schema: {
        ...shared,
        summary: 'Get an account',
        description: 'One account with its plan and the role of the caller in it.',
        params: Type.Object(accountParams),
        response: replies({ 200: Account }),
      },
    },
    async ({ account, caller }) => {
      const row = await findAccount(app.db, caller.userId, account.id);
      if (!row) throw errors.notFound('There is no such account.');
      return toAccount(row);
    },
  );
}

function toAccount(row: AccountRow): Account {
  return { ...toAdminAccount(row), role: row.role };
}

/** An account without a role in it. */
export function toAdminAccount(row: AdminAccountRow): AdminAccount {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    planId: row.plan_id,
    createdAt: row.created_at.toISOString(),
  };
}
