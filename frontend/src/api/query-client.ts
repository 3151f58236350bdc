import { notifyManager, QueryClient } from '@tanstack/react-query';
import { isApiError } from './api-error.ts';

const worthRetrying = (error: Error) => !isApiError(error) || error.status === 0 || error.status >= 500;

// At once and not after a timer: the second click of a double click must find the button busy.
notifyManager.setScheduler(queueMicrotask);

/** The cache of server state. What the server refuses is not asked again; its failures, and those of the way to it, are, twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && worthRetrying(error),
    },
    mutations: { retry: false },
  },
});
