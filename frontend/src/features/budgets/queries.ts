import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { BodyOf } from '../../api/types.ts';
import type { BudgetChange, IncreaseRequest, NewBudget, Place, Preview } from './place.ts';

type NewRequest = BodyOf<'post', '/api/v1/accounts/{accountId}/budgets/{budgetId}/increase-requests'>;

/** Calls move budgets: what was true half a minute ago is shown only until the answer is here. */
const staleTime = 0;
const alertsAtOnce = 10;

/** Every budget of the place that the reader sees. */
export const budgetsQuery = (place: Place) =>
  queryOptions({ queryKey: ['budgets', place.id, 'list'], queryFn: place.list, staleTime });

export const budgetQuery = (place: Place, budgetId: string) =>
  queryOptions({
    queryKey: ['budgets', place.id, 'one', budgetId],
    queryFn: () => place.find(budgetId),
    staleTime,
  });

/** When a budget of this period would reset. */
export const previewQuery = (place: Place, preview: Preview) =>
  queryOptions({
    queryKey: ['budgets', place.id, 'preview', preview],
    queryFn: () => place.preview(preview),
    placeholderData: keepPreviousData,
  });

/** Thresholds that were reached, of one budget or of all; the newest first, page by page. */
export const alertsQuery = (place: Place, budgetId: string | null) =>
  infiniteQueryOptions({
    queryKey: ['budgets', place.id, 'alerts', budgetId],
    queryFn: ({ pageParam: cursor }) => {
      const query = { limit: alertsAtOnce, cursor };
      return budgetId === null ? place.alerts(query) : place.alertsOf(budgetId, query);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    staleTime,
  });

/** Requests for a higher limit of one budget, the newest first. */
export const requestsQuery = (place: Place, budgetId: string) =>
  queryOptions({
    queryKey: ['budgets', place.id, 'requests', budgetId],
    queryFn: async () => (await place.requests(budgetId)).data,
    staleTime,
  });

/** What shows a budget somewhere: a change of one is a change of these. */
const dependents = ['budgets', 'limits', 'admin-providers'];

function useBudgetsChanged(refetchType: 'active' | 'none' = 'active') {
  const client = useQueryClient();
  return () =>
    Promise.all(dependents.map((key) => client.invalidateQueries({ queryKey: [key], refetchType })));
}

/** Makes a budget. Errors: 400 by field, 409 `budget_exists`. */
export function useCreateBudget(place: Place) {
  const changed = useBudgetsChanged();
  return useMutation({ mutationFn: (body: NewBudget) => place.create(body), onSuccess: changed });
}

/** Changes what the body names; the next call feels it. */
export function useChangeBudget(place: Place, budgetId: string) {
  const changed = useBudgetsChanged();
  return useMutation({
    mutationFn: (body: BudgetChange) => place.change(budgetId, body),
    onSuccess: changed,
  });
}

/** Counts from zero, now. */
export function useResetBudget(place: Place, budgetId: string) {
  const changed = useBudgetsChanged();
  return useMutation({ mutationFn: () => place.reset(budgetId), onSuccess: changed });
}

/** Ends a budget: nothing is limited by it any more. */
export function useDeleteBudget(place: Place, budgetId: string) {
  const client = useQueryClient();
  const changed = useBudgetsChanged('none');
  return useMutation({
    mutationFn: () => place.remove(budgetId),
    // Only the lists are asked again at once: a page that shows the budget itself is about to close.
    onSuccess: async () => {
      await changed();
      await Promise.all([
        client.refetchQueries({ ...budgetsQuery(place), type: 'active' }),
        client.refetchQueries({ queryKey: ['limits'], type: 'active' }),
      ]);
    },
  });
}

/** Asks for a higher limit. Errors: 400 by field, 409 `increase_requested`. */
export function useAskForIncrease(accountId: string, budgetId: string) {
  const changed = useBudgetsChanged();
  return useMutation({
    mutationFn: (body: NewRequest) =>
      api.post('/api/v1/accounts/{accountId}/budgets/{budgetId}/increase-requests', {
        params: { accountId, budgetId },
        body,
      }),
    onSuccess: changed,
  });
}

/**
 * Answers a request. Errors: 409 `increase_decided`, `increase_not_needed`. `onDecided` is called before the lists are
 * read again: with its last request, the table and the dialog in it go away.
 */
export function useDecide(
  place: Place,
  { id: increaseRequestId, budgetId }: IncreaseRequest,
  onDecided: () => void,
) {
  const changed = useBudgetsChanged();
  return useMutation({
    mutationFn: ({ isApproved, comment }: { isApproved: boolean; comment: string | undefined }) =>
      (isApproved ? place.approve : place.deny)({ budgetId, increaseRequestId }, comment),
    onSuccess: onDecided,
    // Also after an error: somebody may have decided meanwhile.
    onSettled: changed,
  });
}
