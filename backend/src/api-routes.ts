import cookie from '@fastify/cookie';
import type { App } from './app.ts';
import { adminAccountRoutes } from './features/accounts/admin-routes.ts';
import { accountsRoutes, accountRoutes } from './features/accounts/routes.ts';
import { adminUserRoutes } from './features/admin-users/routes.ts';
import { apiKeyReadRoutes, apiKeyRoutes } from './features/api-keys/routes.ts';
import { auditRoutes } from './features/audit/routes.ts';
import { passwordRoutes } from './features/auth/password-routes.ts';
import { authRoutes } from './features/auth/routes.ts';
import { sessionRoutes } from './features/auth/session-routes.ts';
import { accountPlace, anyAccountPlace, platformPlace } from './features/budgets/place.ts';
import { readBudgetRoutes } from './features/budgets/read-routes.ts';
import { budgetRoutes } from './features/budgets/routes.ts';
import {
  increaseDecisionRoutes,
  increaseRequestRoutes,
  platformIncreaseRoutes,
} from './features/budget-increases/routes.ts';
import { adminCreditRoutes } from './features/credits/admin-routes.ts';
import { adminGrantRoutes } from './features/credits/grant-routes.ts';
import { creditReadRoutes } from './features/credits/routes.ts';
import { verifyRoutes } from './features/credits/verify-routes.ts';
import { integrationHealthRoutes } from './features/health/integration-routes.ts';
import { adminKillSwitchRoutes } from './features/kill-switches/admin-routes.ts';
import { keptTextRoutes } from './features/kept-texts/routes.ts';
import { killSwitchRoutes } from './features/kill-switches/routes.ts';
import { limitRoutes } from './features/limits/routes.ts';
import { meRoutes } from './features/me/routes.ts';
import { adminModelRoutes } from './features/models/admin-routes.ts';
import { catalogueRoutes } from './features/models/catalogue-routes.ts';
import { overviewRoutes } from './features/overview/routes.ts';
import { planRoutes } from './features/plans/routes.ts';
import { projectRoutes } from './features/projects/routes.ts';
import { askProviderRoutes } from './features/providers/ask-routes.ts';
import { providerRoutes } from './features/providers/routes.ts';
import { reRatingRoutes } from './features/re-ratings/routes.ts';
import { settingsRoutes } from './features/settings/routes.ts';
import { adminSubscriptionRoutes } from './features/subscriptions/admin-routes.ts';
import { quotaRoutes } from './features/subscriptions/quota-routes.ts';
import { subscriptionRoutes } from './features/subscriptions/routes.ts';
import { usageReadRoutes } from './features/usage/routes.ts';
import { requireAdmin, requireAnyAccount, requireMember, requireUser } from './plugins/caller.ts';
import { honourIdempotencyKeys } from './plugins/idempotency.ts';
import { portalPlugin } from './plugins/portal.ts';

/** The portal and its API: every route by who may call it. A route exists only inside one of these scopes. */
export async function apiRoutes(app: App): Promise<void> {
  const { portalDirectory } = app.config;
  await app.register(cookie);
  await app.register(publicRoutes, { prefix: '/api/v1' });
  await app.register(signedInRoutes, { prefix: '/api/v1' });
  await app.register(memberRoutes, { prefix: '/api/v1/accounts/:accountId' });
  await app.register(adminRoutes, { prefix: '/api/v1/admin' });
  await app.register(anyAccountRoutes, { prefix: '/api/v1/admin/accounts/:accountId' });
  if (portalDirectory) await app.register(portalPlugin, { directory: portalDirectory });
}

async function publicRoutes(app: App) {
  await authRoutes(app);
  await planRoutes(app);
  await settingsRoutes(app);
}

async function signedInRoutes(app: App) {
  requireUser(app);
  honourIdempotencyKeys(app);
  await meRoutes(app);
  await passwordRoutes(app);
  await sessionRoutes(app);
  await accountsRoutes(app);
  await integrationHealthRoutes(app);
  await catalogueRoutes(app);
}

async function memberRoutes(app: App) {
  requireMember(app);
  honourIdempotencyKeys(app);
  await accountRoutes(app);
  await projectRoutes(app);
  await apiKeyRoutes(app);
  await subscriptionRoutes(app);
  await creditReadRoutes(app);
  await usageReadRoutes(app);
  await keptTextRoutes(app);
  await killSwitchRoutes(app);
  await budgetRoutes(app, accountPlace);
  await increaseRequestRoutes(app);
  await increaseDecisionRoutes(app, accountPlace);
  await limitRoutes(app);
}

async function adminRoutes(app: App) {
  requireAdmin(app);
  honourIdempotencyKeys(app);
  await overviewRoutes(app);
  await adminUserRoutes(app);
  await adminAccountRoutes(app);
  await adminCreditRoutes(app);
  await adminGrantRoutes(app);
  await providerRoutes(app);
  await askProviderRoutes(app);
  await adminModelRoutes(app);
  await reRatingRoutes(app);
  await adminSubscriptionRoutes(app);
  await quotaRoutes(app);
  await budgetRoutes(app, platformPlace);
  await platformIncreaseRoutes(app, platformPlace);
  await increaseDecisionRoutes(app, platformPlace);
  await verifyRoutes(app);
  await adminKillSwitchRoutes(app);
  await auditRoutes(app);
}

/** What members see of their account, for admins and auditors. */
async function anyAccountRoutes(app: App) {
  requireAdmin(app);
  requireAnyAccount(app);
  await creditReadRoutes(app);
  await usageReadRoutes(app);
  await apiKeyReadRoutes(app);
  await readBudgetRoutes(app, anyAccountPlace);
}
