import { queryTime } from '../../lib/query-times.ts';
import type { UsageFilter } from './queries.ts';
import type { UsageQuery } from './schemas.ts';

/** The filter of a query string; absent parts are null. @throws invalid_request on a time that does not exist or makes no sense. */
export function filterOf(query: Omit<UsageQuery, 'limit' | 'cursor'>): UsageFilter {
  return {
    from: queryTime('/from', query.from),
    to: queryTime('/to', query.to),
    modelId: query.modelId ?? null,
    keyId: query.keyId ?? null,
    outcome: query.outcome ?? null,
  };
}
