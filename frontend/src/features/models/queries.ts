import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { QueryOf, RowOf } from '../../api/types.ts';

export type Model = RowOf<'/api/v1/models'>;
type Filters = Pick<
  QueryOf<'get', '/api/v1/models'> & object,
  'search' | 'capability' | 'class' | 'providerClass'
>;

/** The catalogue that this user may see, page by page. */
export const modelsQuery = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['models', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      api.get('/api/v1/models', { query: { ...filters, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ data }) => data),
  });

/** One model, by id or by the name that callers use. */
export const modelQuery = (modelId: string) =>
  queryOptions({
    queryKey: ['models', 'one', modelId],
    queryFn: () => api.get('/api/v1/models/{modelId}', { params: { modelId } }),
  });
