import { invalidRequest } from '../errors.ts';

/** The model a request names. @throws 400 */
export function requireModelName(body: Record<string, unknown>): string {
  if (typeof body.model !== 'string' || body.model === '')
    throw invalidRequest('"model" is required.', 'model');
  return body.model;
}

/** A positive whole number, or null where it is absent. @throws 400 */
export function optionalCount(body: Record<string, unknown>, name: string): bigint | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (!Number.isSafeInteger(value) || (value as number) < 1)
    throw invalidRequest(`"${name}" must be a whole number of at least 1.`, name);
  return BigInt(value as number);
}
