import { lazy } from 'react';

// What most visits never need stays out of the first chunk.
export const NotFoundPage = lazy(() => import('./not-found-page.tsx'));
export const AppLayout = lazy(async () => ({
  default: (await import('./layout/app-layout.tsx')).AppLayout,
}));
export const PublicLayout = lazy(async () => ({
  default: (await import('./layout/public-layout.tsx')).PublicLayout,
}));
export const RouteErrorPage = lazy(() => import('./route-error-page.tsx'));
