import { lazy } from 'react';

/** The bars of the chart, in a chunk of their own: the drawing library is larger than the page. */
export const LateBars = lazy(() => import('./stacked-bars.tsx'));
