import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, Suspense } from 'react';
import { RouterProvider } from 'react-router-dom';
import { queryClient } from '../api/query-client.ts';
import { router } from './router.tsx';
import { ProfilePreferences } from './profile-preferences.tsx';

/** The portal with everything its pages stand on. */
export function App() {
  return (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <Suspense fallback={null}>
          <ProfilePreferences />
          <RouterProvider router={router} />
        </Suspense>
      </QueryClientProvider>
    </StrictMode>
  );
}
