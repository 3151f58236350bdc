import { Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { accountParams } from '../../lib/account-params.ts';
import { apiScope } from '../../lib/meters.ts';
import { showStanding } from '../../lib/meter-standings.ts';
import { List, replies } from '../../lib/schemas.ts';
import { memberViewer, type Viewer } from '../budgets/viewer.ts';
import * as queries from './queries.ts';
import { Limit, LimitQuery } from './schemas.ts';

/** What would stop the next call. */
export async function limitRoutes(app: App): Promise<void> {
  app.get(
    '/limits',
    {
      schema: {
        tags: ['Budgets'],
        security: [{ accessToken: [] }],
        summary: 'List limits',
        description:
          'Every limit that the caller’s next call would have to keep (balance, budgets, quotas, limits by the minute and at once), the one with the smallest share left first. Members see those of their own keys, owners, admins and billing members of any key. How much of the limits of all accounts is used, admins and auditors of the platform see.',
        params: Type.Object(accountParams),
        querystring: LimitQuery,
        response: replies({ 200: List(Limit) }),
      },
    },
    async (request) => {
      const { account, query } = request;
      const caller = await findCaller(app, account.id, memberViewer(request), query.keyId);
      const modelId = await findModel(app, account.id, query.modelId);
      const seesShared = request.caller.role !== 'user';
      const found = await queries.listLimits(app.db, account.id, caller, modelId, seesShared);
      return { data: found.map((row) => toLimit(row, seesShared)) };
    },
  );
}

async function findCaller(
  app: App,
  accountId: string,
  { userId, seesAll }: Viewer,
  keyId: string | undefined,
) {
  const caller =
    keyId === undefined
      ? await queries.findSessionCaller(app.db, accountId, userId)
      : await queries.findKeyCaller(app.db, accountId, keyId, seesAll ? null : userId);
  if (!caller) throw invalid('/keyId', 'is not a live key that you can look at');
  return caller;
}

async function findModel(app: App, accountId: string, idOrName: string | undefined): Promise<string | null> {
  if (idOrName === undefined) return null;
  const id = await queries.findVisibleModelId(app.db, accountId, idOrName);
  if (id === undefined) throw invalid('/modelId', 'is not a model this account can see');
  return id;
}

const invalid = (path: string, message: string) => errors.invalidFields('query', [{ path, message }]);

function toLimit(row: queries.LimitRow, seesShared: boolean): Limit {
  return {
    kind: row.kind,
    scope: apiScope(row.scope) as Limit['scope'],
    scopeId: row.scope_id,
    scopeName: row.scope_name,
    budgetId: row.budget_id,
    ...showStanding(row, seesShared),
  };
}
