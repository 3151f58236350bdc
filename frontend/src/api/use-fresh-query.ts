import { type QueryKey, useQuery, type UseQueryOptions } from '@tanstack/react-query';
import { useState } from 'react';

/** As `useQuery`, but what was read before the page opened is no data: a form begins with what is stored now. */
export function useFreshQuery<Data, Key extends QueryKey>(options: UseQueryOptions<Data, Error, Data, Key>) {
  const [openedAtMs] = useState(Date.now);
  const query = useQuery({ ...options, staleTime: 0, refetchOnMount: 'always' });
  return { ...query, data: query.dataUpdatedAt >= openedAtMs ? query.data : undefined };
}
