import type { Limit } from '../api/limits.ts';
import { LimitBar } from './limit-bar.tsx';

/** How a limit of the next call stands. */
export function LimitUse({ limit, label }: { limit: Limit; label: string }) {
  const { unit, used, held } = limit;
  // Calls at once are never used up: the running ones are what counts.
  const counts = unit === 'concurrency' ? { used: held } : { used, held };
  return <LimitBar label={label} unit={unit} limit={limit.limit} {...counts} />;
}
