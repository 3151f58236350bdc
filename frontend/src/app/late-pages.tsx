import { lazy } from 'react';

// Pages that most visits never need stay out of the first chunk.
export const NotFoundPage = lazy(() => import('./not-found-page.tsx'));
export const RouteErrorPage = lazy(() => import('./route-error-page.tsx'));
