import { paths } from '../../frontend/src/paths.ts';
import type { Household } from './household.ts';

export type PortalPage = {
  name: string;
  /** Who opens it; `stranger` is signed out. */
  as: 'stranger' | 'user' | 'admin';
  path: (household: Household) => string;
};

const fixed = (as: PortalPage['as'], name: string, path: string): PortalPage => ({
  as,
  name,
  path: () => path,
});

/** Every page of the portal, once. */
export const everyPage: PortalPage[] = [
  fixed('stranger', 'landing', paths.root),
  fixed('stranger', 'sign-in', paths.signIn),
  fixed('stranger', 'sign-up', paths.signUp),
  fixed('stranger', 'not-found', '/no/such/page'),
  fixed('user', 'home', paths.home),
  fixed('user', 'models', paths.models),
  fixed('user', 'models-as-cards', `${paths.models}?view=cards`),
  { name: 'model', as: 'user', path: ({ modelId }) => paths.model(modelId) },
  fixed('user', 'playground', paths.playground),
  fixed('user', 'api-keys', paths.apiKeys),
  { name: 'api-key', as: 'user', path: ({ keyId }) => paths.apiKey(keyId) },
  fixed('user', 'subscriptions', paths.subscriptions),
  fixed('user', 'usage', paths.usage),
  { name: 'usage-call', as: 'user', path: ({ requestId }) => paths.usageCall(requestId) },
  fixed('user', 'credits', paths.credits),
  fixed('user', 'budgets', paths.budgets),
  { name: 'budget', as: 'user', path: ({ budgetId }) => paths.budget(budgetId) },
  fixed('user', 'settings', paths.settings),
  fixed('admin', 'admin-overview', paths.admin),
  fixed('admin', 'admin-health', paths.adminHealth),
  fixed('admin', 'admin-users', paths.adminUsers),
  { name: 'admin-user', as: 'admin', path: ({ user }) => paths.adminUser(user.userId) },
  { name: 'admin-user-calls', as: 'admin', path: ({ user }) => paths.adminUserCalls(user.userId) },
  fixed('admin', 'admin-providers', paths.adminProviders),
  { name: 'admin-provider', as: 'admin', path: ({ providerId }) => paths.adminProvider(providerId) },
  fixed('admin', 'admin-models', paths.adminModels),
  fixed('admin', 'admin-new-model', paths.adminNewModel),
  { name: 'admin-model', as: 'admin', path: ({ modelId }) => paths.adminModel(modelId) },
  { name: 'admin-model-edit', as: 'admin', path: ({ modelId }) => paths.adminModelEdit(modelId) },
  { name: 'admin-model-correct', as: 'admin', path: ({ modelId }) => paths.adminModelCorrect(modelId) },
  fixed('admin', 'admin-subscriptions', paths.adminSubscriptions),
  fixed('admin', 'admin-kill-switches', paths.adminKillSwitches),
  fixed('admin', 'admin-budgets', paths.adminBudgets),
  { name: 'admin-budget', as: 'admin', path: ({ sharedBudgetId }) => paths.adminBudget(sharedBudgetId) },
  fixed('admin', 'admin-audit', paths.adminAudit),
];
