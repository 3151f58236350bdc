import { type Static, Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { accountParams } from '../../lib/account-params.ts';
import { actOf } from '../../lib/audit.ts';
import { requireManager } from '../../lib/member-roles.ts';
import { decodeCursor, toPage } from '../../lib/pages.ts';
import { Page, replies } from '../../lib/schemas.ts';
import { findAccountKillSwitch, type KillSwitchRow, listAccountKillSwitches } from './queries.ts';
import { cursorOf, toCommon } from './replies.ts';
import { KillSwitch, KillSwitchParams, KillSwitchQuery, NewAccountKillSwitch } from './schemas.ts';
import { lift, throwForAccount } from './throw-switch.ts';

const shared = { tags: ['Kill switches'], security: [{ accessToken: [] }] };

/** Kill switches on what belongs to an account, for its members. */
export async function killSwitchRoutes(app: App): Promise<void> {
  app.get(
    '/kill-switches',
    {
      schema: {
        ...shared,
        summary: 'List kill switches of an account',
        description:
          'Switches on the account, its projects and its keys, whoever threw them, and those on the whole platform: the current ones first, the newest first.',
        params: Type.Object(accountParams),
        querystring: KillSwitchQuery,
        response: replies({ 200: Page(KillSwitch) }),
      },
    },
    async ({ account, query: { status, limit, cursor } }) => {
      const page = { status, limit, after: decodeCursor(cursor, 2) };
      const { rows, nextCursor } = toPage(
        await listAccountKillSwitches(app.db, account.id, page),
        limit,
        cursorOf,
      );
      return { data: rows.map(toKillSwitch), nextCursor };
    },
  );

  app.post(
    '/kill-switches',
    {
      schema: {
        ...shared,
        summary: 'Throw a kill switch on something of an account',
        description:
          'Stops every call of the account, or of one of its projects or keys, within a second, on all instances, calls in flight included: they are charged for what came. For owners and admins of the account. Answers 409 already_stopped when the account has stopped the same thing.',
        params: Type.Object(accountParams),
        body: NewAccountKillSwitch,
        response: replies({ 201: KillSwitch }),
      },
    },
    async (request, reply) => {
      const { account, body } = request;
      requireManager(account.role);
      const id = await throwForAccount(app.db, account.id, body, actOf(request));
      return reply.status(201).send(toKillSwitch(await existing(app, account.id, id)));
    },
  );

  app.delete(
    '/kill-switches/:killSwitchId',
    {
      schema: {
        ...shared,
        summary: 'Lift a kill switch of an account',
        description:
          'Lets calls through again, unless another switch stops them. For owners and admins of the account, and only what the account itself has thrown: the others answer 403. Lifting it again changes nothing.',
        params: KillSwitchParams,
        response: replies({ 200: KillSwitch }),
      },
    },
    async (request) => {
      const { account, params } = request;
      const row = await existing(app, account.id, params.killSwitchId);
      requireManager(account.role);
      if (row.thrown_by === 'platform')
        throw errors.forbidden('The platform has thrown this kill switch, and only its admins can lift it.');
      await lift(app.db, row, actOf(request));
      return toKillSwitch(await existing(app, account.id, row.id));
    },
  );
}

async function existing(app: App, accountId: string, id: string): Promise<KillSwitchRow> {
  const row = await findAccountKillSwitch(app.db, accountId, id);
  if (!row) throw errors.notFound('There is no such kill switch.');
  return row;
}

function toKillSwitch(row: KillSwitchRow): Static<typeof KillSwitch> {
  return {
    ...toCommon(row),
    createdByName: row.thrown_by === 'account' ? nameOf(row.created_by) : null,
    liftedByName: row.lifted_by_member ? nameOf(row.lifted_by) : null,
  };
}

const nameOf = (person: KillSwitchRow['created_by']) => person && (person.name ?? person.email);
