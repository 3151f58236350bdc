import type { ReactNode } from 'react';
import { isApiError } from '../api/api-error.ts';
import { StateError } from './state-error.tsx';
import { StateLoading } from './state-loading.tsx';

type Props<T> = {
  query: { data: T | undefined; error: unknown; refetch: () => unknown };
  /** Skeleton in the shape of the content; lines when left out. */
  loading?: ReactNode;
  children: (data: T) => ReactNode;
};

/** Content of one query with its loading and error states; `children` handles empty and full. */
export function Remote<T>({ query, loading, children }: Props<T>) {
  // What is gone is not shown any more, also when it was seen before.
  const isGone = isApiError(query.error) && query.error.status === 404;
  if (query.data !== undefined && !isGone) return children(query.data);
  if (query.error) return <StateError error={query.error} onRetry={query.refetch} />;
  return loading ?? <StateLoading />;
}
