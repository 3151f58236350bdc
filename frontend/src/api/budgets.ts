import { allPages } from './all-pages.ts';
import { api } from './client.ts';
import type { RowOf } from './types.ts';

export type Budget = RowOf<'/api/v1/accounts/{accountId}/budgets'>;

/** The limit that holds now: that of a temporary increase while there is one. */
export const limitNow = (budget: Budget) => budget.temporaryIncrease?.limit ?? budget.limit;

const limit = 200;

/** The budgets of the account that this user sees; `scope`: only those of its keys, its projects and so on. */
export const listBudgets = (accountId: string, scope?: Budget['scope']): Promise<Budget[]> =>
  allPages((cursor) =>
    api.get('/api/v1/accounts/{accountId}/budgets', {
      params: { accountId },
      query: { limit, scope, cursor },
    }),
  );
