import { invalidRequest } from '../errors.ts';

/** The model a request names. @throws 400 */
export function requireModelName(body: Record<string, unknown>): string {
  if (typeof body.model !== 'string' || body.model === '')
    throw invalidRequest('"model" is required.', 'model');
  return body.model;
}

/** No answer is longer than this. */
export const mostTokens = 1_000_000_000;

/** A positive whole number up to `most`, or null where it is absent. @throws 400 */
export function optionalCount(body: Record<string, unknown>, name: string, most: number): bigint | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > most)
    throw invalidRequest(`"${name}" must be a whole number from 1 to ${most}.`, name);
  return BigInt(value as number);
}

/** An object, empty where it is absent. @throws 400 */
export function optionalObject(body: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = body[name];
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw invalidRequest(`"${name}" must be an object.`, name);
  return value as Record<string, unknown>;
}
