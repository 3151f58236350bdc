import type { App } from '../../app.ts';
import { budgetAlertRoutes } from './alert-routes.ts';
import { changeBudgetRoutes } from './change-routes.ts';
import type { Place } from './place.ts';
import { readBudgetRoutes } from './read-routes.ts';

/** Budgets of an account or of the platform. */
export async function budgetRoutes(app: App, place: Place): Promise<void> {
  await readBudgetRoutes(app, place);
  await changeBudgetRoutes(app, place);
  await budgetAlertRoutes(app, place);
}
