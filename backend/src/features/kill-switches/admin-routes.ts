import type { Static } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { actOf } from '../../lib/audit.ts';
import { decodeCursor, toPage } from '../../lib/pages.ts';
import { List, Page, replies } from '../../lib/schemas.ts';
import { findKillSwitch, type KillSwitchRow, listKillSwitches } from './queries.ts';
import { cursorOf, toCommon } from './replies.ts';
import {
  AdminKillSwitch,
  AdminKillSwitchParams,
  KillSwitchQuery,
  NewKillSwitch,
  Target,
  TargetQuery,
} from './schemas.ts';
import { searchTargets } from './target-queries.ts';
import { lift, throwForPlatform } from './throw-switch.ts';

const shared = { tags: ['Admin: operations'], security: [{ accessToken: [] }] };

/** Kill switches of the whole platform, for admins. */
export async function adminKillSwitchRoutes(app: App): Promise<void> {
  app.get(
    '/kill-switches',
    {
      schema: {
        ...shared,
        summary: 'List kill switches',
        description: 'Every switch that was ever thrown: the current ones first, the newest first.',
        querystring: KillSwitchQuery,
        response: replies({ 200: Page(AdminKillSwitch) }),
      },
    },
    async ({ query: { status, limit, cursor } }) => {
      const found = await listKillSwitches(app.db, { status, limit, after: decodeCursor(cursor, 2) });
      const page = toPage(found, limit, cursorOf);
      return { data: page.rows.map(toAdminKillSwitch), nextCursor: page.nextCursor };
    },
  );

  app.get(
    '/kill-switches/targets',
    {
      schema: {
        ...shared,
        summary: 'Find what to stop',
        description:
          'API keys that are not revoked, projects, accounts, models or providers, by name. Finds the id that a kill switch needs.',
        querystring: TargetQuery,
        response: replies({ 200: List(Target) }),
      },
    },
    async ({ query: { scope, search, limit } }) => ({
      data: (await searchTargets(app.db, scope, search.trim(), limit)).map((row) => ({
        id: row.id,
        name: row.name,
        accountId: row.account_id,
        accountName: row.account_name,
        stopped: row.stopped,
      })),
    }),
  );

  app.post(
    '/kill-switches',
    {
      schema: {
        ...shared,
        summary: 'Throw a kill switch',
        description:
          'Stops every call of an API key, a project, an account, a model, a provider or the whole platform within a second, on all instances, calls in flight included: they are charged for what came. A model goes on with providers that are not stopped. Answers 409 already_stopped when an admin has stopped the same thing.',
        body: NewKillSwitch,
        response: replies({ 201: AdminKillSwitch }),
      },
    },
    async (request, reply) => {
      const id = await throwForPlatform(app.db, request.body, actOf(request));
      return reply.status(201).send(toAdminKillSwitch(await existing(app, id)));
    },
  );

  app.delete(
    '/kill-switches/:killSwitchId',
    {
      schema: {
        ...shared,
        summary: 'Lift a kill switch',
        description:
          'Lets calls through again, unless another switch stops them. The switch stays in the list. Lifting it again changes nothing.',
        params: AdminKillSwitchParams,
        response: replies({ 200: AdminKillSwitch }),
      },
    },
    async (request) => {
      const { killSwitchId } = request.params;
      await lift(app.db, await existing(app, killSwitchId), actOf(request));
      return toAdminKillSwitch(await existing(app, killSwitchId));
    },
  );
}

async function existing(app: App, id: string): Promise<KillSwitchRow> {
  const row = await findKillSwitch(app.db, id);
  if (!row) throw errors.notFound('There is no such kill switch.');
  return row;
}

function toAdminKillSwitch(row: KillSwitchRow): Static<typeof AdminKillSwitch> {
  return {
    ...toCommon(row),
    accountId: row.account_id,
    accountName: row.account_name,
    createdBy: row.created_by,
    liftedBy: row.lifted_by,
  };
}
