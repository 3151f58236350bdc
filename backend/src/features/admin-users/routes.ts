import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { actOf } from '../../lib/audit.ts';
import { formatCredits } from '../../lib/credits.ts';
import { decodeTimeCursor, toPage } from '../../lib/pages.ts';
import { Page, replies } from '../../lib/schemas.ts';
import { resetPassword } from '../auth/change-password.ts';
import { toUser } from '../me/user.ts';
import { changeUser } from './change-user.ts';
import { type AdminUserRow, findAnyUser, listUsers } from './queries.ts';
import { AdminUser, AdminUserParams, AdminUserQuery, NewPassword, UserChange } from './schemas.ts';

const shared = { tags: ['Admin: users'], security: [{ accessToken: [] }] };

/** All users, for admins. */
export async function adminUserRoutes(app: App): Promise<void> {
  app.get(
    '/users',
    {
      schema: {
        ...shared,
        summary: 'List users',
        description: 'All users with the credits of their personal accounts, the newest first.',
        querystring: AdminUserQuery,
        response: replies({ 200: Page(AdminUser) }),
      },
    },
    async ({ query }) => {
      const after = decodeTimeCursor(query.cursor);
      const found = await listUsers(app.db, query.search?.trim() || undefined, query.limit, after);
      const page = toPage(found, query.limit, (row) => [row.cursor_at, row.id]);
      return { data: page.rows.map(toAdminUser), nextCursor: page.nextCursor };
    },
  );

  app.get(
    '/users/:userId',
    {
      schema: {
        ...shared,
        summary: 'Get a user',
        description: 'One user with the credits of their personal account.',
        params: AdminUserParams,
        response: replies({ 200: AdminUser }),
      },
    },
    async ({ params }) => toAdminUser(await existing(app, params.userId)),
  );

  app.patch(
    '/users/:userId',
    {
      schema: {
        ...shared,
        summary: 'Change a user',
        description:
          'Sets the role of a user or disables them; a disabled user can be enabled again. Answers 409 last_admin when no active admin would be left.',
        params: AdminUserParams,
        body: UserChange,
        response: replies({ 200: AdminUser }),
      },
    },
    async (request) => {
      const { userId } = request.params;
      await changeUser(app.db, userId, request.body, actOf(request));
      return toAdminUser(await existing(app, userId));
    },
  );

  app.post(
    '/users/:userId/password-reset',
    {
      schema: {
        ...shared,
        summary: 'Reset the password of a user',
        description:
          'Gives the user a new, random password, which is in this answer only, and ends all of their sessions. API keys go on working.',
        params: AdminUserParams,
        response: replies({ 200: NewPassword }),
      },
    },
    async (request) => ({
      password: await resetPassword(app.db, request.params.userId, actOf(request)),
    }),
  );
}

async function existing(app: App, id: string): Promise<AdminUserRow> {
  const row = await findAnyUser(app.db, id);
  if (!row) throw errors.notFound('There is no such user.');
  return row;
}

function toAdminUser(row: AdminUserRow): AdminUser {
  return {
    ...toUser(row),
    status: row.disabled_at === null ? 'active' : 'disabled',
    account: {
      id: row.personal_account_id,
      planId: row.plan_id,
      balanceCredits: formatCredits(row.balance_micro_credits),
      heldCredits: formatCredits(row.held_micro_credits),
      usedCredits: formatCredits(row.used_micro_credits),
    },
  };
}
