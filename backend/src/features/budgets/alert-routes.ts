import type { App } from '../../app.ts';
import { decodeCursor, toPage } from '../../lib/pages.ts';
import { Page, PageQuery, replies } from '../../lib/schemas.ts';
import { Type } from '@sinclair/typebox';
import { type AlertRow, listAlerts } from './alert-queries.ts';
import { formatAmount } from '../../lib/meter-standings.ts';
import { existingBudget, paramsOf, type Place } from './place.ts';
import { BudgetAlert, budgetId } from './schemas.ts';
import type { Viewer } from './viewer.ts';

/** Thresholds that budgets have reached. */
export async function budgetAlertRoutes(app: App, place: Place): Promise<void> {
  const shared = { tags: [place.tag], security: [{ accessToken: [] }] };
  const response = replies({ 200: Page(BudgetAlert) });
  const querystring = Type.Object(PageQuery);

  async function show(viewer: Viewer, id: string | null, limit: number, cursor: string | undefined) {
    const [after] = decodeCursor(cursor, 1) ?? [];
    const page = toPage(await listAlerts(app.db, viewer, id, limit, after), limit, (row) => [row.id]);
    return { data: page.rows.map(toAlert), nextCursor: page.nextCursor };
  }

  app.get(
    '/alerts',
    {
      schema: {
        ...shared,
        summary: 'List alerts',
        description: `Thresholds that budgets of ${place.whose} have reached, the newest first; each once in a window. ${place.whoMay}`,
        params: paramsOf(place, {}),
        querystring,
        response,
      },
    },
    (request) => show(place.viewerOf(request), null, request.query.limit, request.query.cursor),
  );

  app.get(
    '/budgets/:budgetId/alerts',
    {
      schema: {
        ...shared,
        summary: 'List alerts of a budget',
        description: 'The thresholds that this budget has reached, the newest first.',
        params: paramsOf(place, { budgetId }),
        querystring,
        response,
      },
    },
    async (request) => {
      const viewer = place.viewerOf(request);
      const { id } = await existingBudget(app.db, viewer, request.params.budgetId);
      return show(viewer, id, request.query.limit, request.query.cursor);
    },
  );
}

function toAlert(row: AlertRow): BudgetAlert {
  return {
    id: row.id,
    budgetId: row.budget_id,
    budgetName: row.budget_name,
    scope: row.scope,
    scopeId: row.scope_id,
    scopeName: row.scope_name,
    unit: row.unit,
    threshold: row.threshold,
    used: formatAmount(row.unit, row.used_amount),
    limit: formatAmount(row.unit, row.limit_amount),
    createdAt: row.created_at.toISOString(),
  };
}
