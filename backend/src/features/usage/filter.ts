import { errors } from '../../errors.ts';
import type { UsageFilter } from './queries.ts';
import type { UsageQuery } from './schemas.ts';

/** The filter of a query string; absent parts are null. @throws invalid_request on a time that does not exist. */
export function filterOf(query: Omit<UsageQuery, 'limit' | 'cursor'>): UsageFilter {
  return {
    from: timeOf('/from', query.from),
    to: timeOf('/to', query.to),
    modelId: query.modelId ?? null,
    keyId: query.keyId ?? null,
    outcome: query.outcome ?? null,
  };
}

function timeOf(path: string, text: string | undefined): Date | null {
  if (text === undefined) return null;
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time;
  throw errors.invalidFields('querystring', [{ path, message: 'is not a time' }]);
}
