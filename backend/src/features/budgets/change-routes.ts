import { Type } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import type { App } from '../../app.ts';
import { actOf } from '../../lib/audit.ts';
import { replies } from '../../lib/schemas.ts';
import { tx } from '../../lib/sql.ts';
import { changeBudget, removeBudget, resetBudget } from './change-budget.ts';
import { createBudget } from './create-budget.ts';
import { changerOf, existingBudget, paramsOf, type Place } from './place.ts';
import { toBudget } from './reply.ts';
import { Budget, BudgetChange, budgetId } from './schemas.ts';

/** Budgets are made, changed, reset and ended. */
export async function changeBudgetRoutes(app: App, place: Place): Promise<void> {
  const { viewerOf, whoMay } = place;
  const shared = { tags: [place.tag], security: [{ accessToken: [] }] };
  const one = { ...shared, params: paramsOf(place, { budgetId }) };
  const show = async (request: FastifyRequest, id: string) =>
    toBudget(await existingBudget(app.db, viewerOf(request), id));

  app.post(
    '/budgets',
    {
      schema: {
        ...shared,
        summary: 'Create a budget',
        description: `Limits what calls of its scope may come to in a period; it counts what was used in the current one already, and holds on all instances within a second. Answers 409 budget_exists when the owner has one of this unit, period and zone. ${whoMay}`,
        params: paramsOf(place, {}),
        body: place.NewBudget,
        response: replies({ 201: Budget }),
      },
    },
    async (request, reply) => {
      const { accountId } = changerOf(place, request);
      const id = await tx(app.db, (client) => createBudget(client, accountId, request.body, actOf(request)));
      return reply.status(201).send(await show(request, id));
    },
  );

  app.patch(
    '/budgets/:budgetId',
    {
      schema: {
        ...one,
        summary: 'Change a budget',
        description: `Changes the fields that are sent and leaves the others; the next call feels it. Scope, unit and period stay: make another budget for those. ${whoMay}`,
        body: BudgetChange,
        response: replies({ 200: Budget }),
      },
    },
    async (request) => {
      const { budgetId: id } = request.params;
      await changeBudget(app.db, changerOf(place, request), id, request.body, actOf(request));
      return show(request, id);
    },
  );

  app.delete(
    '/budgets/:budgetId',
    {
      schema: {
        ...one,
        summary: 'Delete a budget',
        description: `Ends a budget: new calls are not limited by it, its alerts stay. ${whoMay}`,
        response: replies({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      await removeBudget(app.db, changerOf(place, request), request.params.budgetId, actOf(request));
      return reply.status(204).send(null);
    },
  );

  app.post(
    '/budgets/:budgetId/reset',
    {
      schema: {
        ...one,
        summary: 'Reset a budget',
        description: `Counts from zero now; calls that run settle into the new count. The window ends when it would have. ${whoMay}`,
        response: replies({ 200: Budget }),
      },
    },
    async (request) => {
      const { budgetId: id } = request.params;
      await resetBudget(app.db, changerOf(place, request), id, actOf(request));
      return show(request, id);
    },
  );
}
