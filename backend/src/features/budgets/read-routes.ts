import type { App } from '../../app.ts';
import { errors, type FieldError } from '../../errors.ts';
import { decodeCursor, toPage } from '../../lib/pages.ts';
import { Page, replies } from '../../lib/schemas.ts';
import { findOwnerTimeZone } from './owners.ts';
import { existingBudget, paramsOf, type Place } from './place.ts';
import { listBudgets, selectWindows } from './queries.ts';
import { toBudget, toPreview } from './reply.ts';
import { Budget, budgetId, BudgetQuery, Preview, PreviewQuery } from './schemas.ts';
import { toWindow } from './window.ts';

/** Budgets, as they stand. */
export async function readBudgetRoutes(app: App, place: Place): Promise<void> {
  const { viewerOf, whose, whoMay } = place;
  const shared = { tags: [place.tag], security: [{ accessToken: [] }] };

  app.get(
    '/budgets',
    {
      schema: {
        ...shared,
        summary: 'List budgets',
        description: `Budgets of ${whose}, the newest first, with what is used in the window that holds now. ${whoMay}`,
        params: paramsOf(place, {}),
        querystring: BudgetQuery,
        response: replies({ 200: Page(Budget) }),
      },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query;
      const [after] = decodeCursor(cursor, 1) ?? [];
      const found = await listBudgets(app.db, viewerOf(request), filter, limit, after);
      const page = toPage(found, limit, (row) => [row.id]);
      return { data: page.rows.map(toBudget), nextCursor: page.nextCursor };
    },
  );

  app.get(
    '/budgets/preview',
    {
      schema: {
        ...shared,
        summary: 'Preview resets',
        description:
          'When a budget of this period would reset the next five times, clock changes included; nothing is made.',
        params: paramsOf(place, {}),
        querystring: PreviewQuery,
        response: replies({ 200: Preview }),
      },
    },
    async (request) => {
      const faults: FieldError[] = [];
      const defaultTimeZone = await findOwnerTimeZone(app.db, viewerOf(request).accountId);
      const { period, timeZone, anchorDay } = toWindow(request.query, defaultTimeZone, faults);
      if (faults.length > 0) throw errors.invalidFields('query', faults);
      return toPreview(await selectWindows(app.db, period, timeZone, anchorDay), period, timeZone);
    },
  );

  app.get(
    '/budgets/:budgetId',
    {
      schema: {
        ...shared,
        summary: 'Get a budget',
        params: paramsOf(place, { budgetId }),
        description: `One budget of ${whose}. ${whoMay}`,
        response: replies({ 200: Budget }),
      },
    },
    async (request) => toBudget(await existingBudget(app.db, viewerOf(request), request.params.budgetId)),
  );
}
