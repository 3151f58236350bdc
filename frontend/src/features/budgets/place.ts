import { allPages } from '../../api/all-pages.ts';
import { type Budget, listBudgets } from '../../api/budgets.ts';
import { api } from '../../api/client.ts';
import type { BodyOf, QueryOf, RowOf } from '../../api/types.ts';
import { paths } from '../../paths.ts';

export type Scope = Budget['scope'];
export type BudgetAlert = RowOf<'/api/v1/accounts/{accountId}/alerts'>;
export type IncreaseRequest = RowOf<'/api/v1/accounts/{accountId}/budgets/{budgetId}/increase-requests'>;
export type BudgetChange = BodyOf<'patch', '/api/v1/accounts/{accountId}/budgets/{budgetId}'>;
export type Preview = NonNullable<QueryOf<'get', '/api/v1/accounts/{accountId}/budgets/preview'>>;
type AccountBudget = BodyOf<'post', '/api/v1/accounts/{accountId}/budgets'>;
type PlatformBudget = BodyOf<'post', '/api/v1/admin/budgets'>;
export type NewBudget = Omit<AccountBudget, 'scope'> & { scope: Scope };
type Decision = { budgetId: string; increaseRequestId: string };
type Page = { limit: number; cursor: string | undefined };

const limit = 200;

/** The budgets of an account: its paths in the API and in the portal. */
export const accountPlace = (accountId: string) => ({
  id: accountId,
  isPlatform: false,
  listPath: paths.budgets as string,
  pathOf: paths.budget,
  list: () => listBudgets(accountId),
  find: (budgetId: string) =>
    api.get('/api/v1/accounts/{accountId}/budgets/{budgetId}', { params: { accountId, budgetId } }),
  preview: (query: Preview) =>
    api.get('/api/v1/accounts/{accountId}/budgets/preview', { params: { accountId }, query }),
  create: (body: NewBudget) =>
    api.post('/api/v1/accounts/{accountId}/budgets', { params: { accountId }, body: body as AccountBudget }),
  change: (budgetId: string, body: BudgetChange) =>
    api.patch('/api/v1/accounts/{accountId}/budgets/{budgetId}', { params: { accountId, budgetId }, body }),
  reset: (budgetId: string) =>
    api.post('/api/v1/accounts/{accountId}/budgets/{budgetId}/reset', { params: { accountId, budgetId } }),
  remove: (budgetId: string) =>
    api.delete('/api/v1/accounts/{accountId}/budgets/{budgetId}', { params: { accountId, budgetId } }),
  alerts: (query: Page) => api.get('/api/v1/accounts/{accountId}/alerts', { params: { accountId }, query }),
  alertsOf: (budgetId: string, query: Page) =>
    api.get('/api/v1/accounts/{accountId}/budgets/{budgetId}/alerts', {
      params: { accountId, budgetId },
      query,
    }),
  requests: (budgetId: string) =>
    api.get('/api/v1/accounts/{accountId}/budgets/{budgetId}/increase-requests', {
      params: { accountId, budgetId },
    }),
  approve: (decision: Decision, comment: string | undefined) =>
    api.post(
      '/api/v1/accounts/{accountId}/budgets/{budgetId}/increase-requests/{increaseRequestId}/approve',
      {
        params: { accountId, ...decision },
        body: { comment },
      },
    ),
  deny: (decision: Decision, comment: string | undefined) =>
    api.post('/api/v1/accounts/{accountId}/budgets/{budgetId}/increase-requests/{increaseRequestId}/deny', {
      params: { accountId, ...decision },
      body: { comment },
    }),
});

/** Where budgets are kept: those of an account, or those of the platform. The pages are the same. */
export type Place = ReturnType<typeof accountPlace>;

/** The budgets of the platform, its providers and models, over all accounts. */
export const platformPlace: Place = {
  id: 'platform',
  isPlatform: true,
  listPath: paths.adminBudgets,
  pathOf: paths.adminBudget,
  list: () => allPages((cursor) => api.get('/api/v1/admin/budgets', { query: { limit, cursor } })),
  find: (budgetId) => api.get('/api/v1/admin/budgets/{budgetId}', { params: { budgetId } }),
  preview: (query) => api.get('/api/v1/admin/budgets/preview', { query }),
  create: (body) => api.post('/api/v1/admin/budgets', { body: body as PlatformBudget }),
  change: (budgetId, body) => api.patch('/api/v1/admin/budgets/{budgetId}', { params: { budgetId }, body }),
  reset: (budgetId) => api.post('/api/v1/admin/budgets/{budgetId}/reset', { params: { budgetId } }),
  remove: (budgetId) => api.delete('/api/v1/admin/budgets/{budgetId}', { params: { budgetId } }),
  alerts: (query) => api.get('/api/v1/admin/alerts', { query }),
  alertsOf: (budgetId, query) =>
    api.get('/api/v1/admin/budgets/{budgetId}/alerts', { params: { budgetId }, query }),
  requests: (budgetId) =>
    api.get('/api/v1/admin/budgets/{budgetId}/increase-requests', { params: { budgetId } }),
  approve: (decision, comment) =>
    api.post('/api/v1/admin/budgets/{budgetId}/increase-requests/{increaseRequestId}/approve', {
      params: decision,
      body: { comment },
    }),
  deny: (decision, comment) =>
    api.post('/api/v1/admin/budgets/{budgetId}/increase-requests/{increaseRequestId}/deny', {
      params: decision,
      body: { comment },
    }),
};
