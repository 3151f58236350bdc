import type { RouteObject } from 'react-router-dom';
import { paths } from '../paths.ts';
import { AdminOnly, AnyFrame, SignedIn } from './guards.tsx';
import { NotFoundPage, RouteErrorPage } from './late-pages.tsx';
import { page } from './page-route.ts';

// One line per page: its URL, the namespace of its texts, its module.
const pages = [
  page(paths.home, 'home', () => import('../features/home/home-page.tsx')),
  page(paths.models, 'models', () => import('../features/models/models-page.tsx')),
  page(`${paths.models}/:modelId`, 'models', () => import('../features/models/model-page.tsx')),
  page(paths.playground, 'playground', () => import('../features/playground/playground-page.tsx')),
  page(paths.apiKeys, 'api-keys', () => import('../features/api-keys/api-keys-page.tsx')),
  page(`${paths.apiKeys}/:keyId`, 'api-keys', () => import('../features/api-keys/api-key-page.tsx')),
  page(
    paths.subscriptions,
    'subscriptions',
    () => import('../features/subscriptions/subscriptions-page.tsx'),
  ),
  page(paths.usage, 'usage', () => import('../features/usage/usage-page.tsx')),
  page(`${paths.usage}/:requestId`, 'usage', () => import('../features/usage/call-page.tsx')),
  page(paths.credits, 'credits', () => import('../features/credits/credits-page.tsx')),
  page(paths.budgets, 'budgets', () => import('../features/budgets/budgets-page.tsx')),
  page(`${paths.budgets}/:budgetId`, 'budgets', () => import('../features/budgets/budget-page.tsx')),
  page(paths.settings, 'settings', () => import('../features/settings/settings-page.tsx')),
];

const adminPages = [
  page(paths.admin, 'admin-overview', () => import('../features/admin-overview/overview-page.tsx')),
  page(paths.adminHealth, 'admin-health', () => import('../features/admin-health/health-page.tsx')),
  page(paths.adminUsers, 'admin-users', () => import('../features/admin-users/users-page.tsx')),
  page(`${paths.adminUsers}/:userId`, 'admin-users', () => import('../features/admin-users/user-page.tsx')),
  page(
    `${paths.adminUsers}/:userId/calls`,
    'admin-users',
    () => import('../features/admin-users/user-calls-page.tsx'),
  ),
  page(
    paths.adminProviders,
    'admin-providers',
    () => import('../features/admin-providers/providers-page.tsx'),
  ),
  page(
    `${paths.adminProviders}/:providerId`,
    'admin-providers',
    () => import('../features/admin-providers/provider-page.tsx'),
  ),
  page(paths.adminModels, 'admin-models', () => import('../features/admin-models/models-page.tsx')),
  page(paths.adminNewModel, 'admin-models', () => import('../features/admin-models/new-model-page.tsx')),
  page(
    `${paths.adminModels}/:modelId`,
    'admin-models',
    () => import('../features/admin-models/model-page.tsx'),
  ),
  page(
    `${paths.adminModels}/:modelId/edit`,
    'admin-models',
    () => import('../features/admin-models/edit-model-page.tsx'),
  ),
  page(
    `${paths.adminModels}/:modelId/correct`,
    'corrections',
    () => import('../features/corrections/correction-page.tsx'),
  ),
  page(
    paths.adminSubscriptions,
    'admin-subscriptions',
    () => import('../features/admin-subscriptions/subscriptions-page.tsx'),
  ),
  page(
    paths.adminKillSwitches,
    'admin-kill-switches',
    () => import('../features/admin-kill-switches/kill-switches-page.tsx'),
  ),
  page(paths.adminBudgets, 'budgets', () => import('../features/budgets/admin-budgets-page.tsx')),
  page(
    `${paths.adminBudgets}/:budgetId`,
    'budgets',
    () => import('../features/budgets/admin-budget-page.tsx'),
  ),
  page(paths.adminAudit, 'admin-audit', () => import('../features/admin-audit/audit-page.tsx')),
];

const layout = async () => ({ Component: (await import('./layout/app-layout.tsx')).AppLayout });

/** Everything behind the sign-in, and the page for addresses that lead nowhere. */
export const appRoutes: RouteObject[] = [
  {
    Component: SignedIn,
    children: [
      {
        lazy: layout,
        children: [
          {
            ErrorBoundary: RouteErrorPage,
            children: [...pages, { Component: AdminOnly, children: adminPages }],
          },
        ],
      },
    ],
  },
  { Component: AnyFrame, children: [{ path: '*', Component: NotFoundPage }] },
];
