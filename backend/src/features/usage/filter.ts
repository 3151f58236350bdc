import { errors } from '../../errors.ts';
import type { UsageFilter } from './queries.ts';
import type { UsageQuery } from './schemas.ts';

/** Times far outside of these are typing errors, and the furthest no times to the database. */
const earliest = Date.parse('1970-01-01T00:00:00Z');
const latest = Date.parse('2100-01-01T00:00:00Z');

/** The filter of a query string; absent parts are null. @throws invalid_request on a time that does not exist or makes no sense. */
export function filterOf(query: Omit<UsageQuery, 'limit' | 'cursor'>): UsageFilter {
  return {
    from: timeOf('/from', query.from),
    to: timeOf('/to', query.to),
    modelId: query.modelId ?? null,
    keyId: query.keyId ?? null,
    outcome: query.outcome ?? null,
  };
}

/** A time of a query string; null when absent. @throws invalid_request on one that does not exist. */
export function timeOf(path: string, text: string | undefined): Date | null {
  if (text === undefined) return null;
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw invalidQuery(path, 'is not a time');
  if (time.getTime() < earliest || time.getTime() > latest)
    throw invalidQuery(path, 'is not between 1970 and 2100');
  return time;
}

/** The error for one parameter of a query string. */
export function invalidQuery(path: string, message: string) {
  return errors.invalidFields('querystring', [{ path, message }]);
}
