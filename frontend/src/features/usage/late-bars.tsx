import type { ComponentProps } from 'react';
import type StackedBars from './stacked-bars.tsx';

/** The bars of the chart. */
export const LateBars = (_: ComponentProps<typeof StackedBars>) => null;
