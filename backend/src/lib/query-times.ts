import { errors } from '../errors.ts';

/** Times far outside of these are typing errors, and the furthest no times to the database. */
const earliest = Date.parse('1970-01-01T00:00:00Z');
const latest = Date.parse('2100-01-01T00:00:00Z');

/** A time of a query string; absent is null. @throws invalid_request on one that does not exist or makes no sense. */
export function queryTime(path: string, text: string | undefined): Date | null {
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
