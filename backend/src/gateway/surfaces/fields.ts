import type { Asked } from '../asked.ts';
import { invalidRequest } from '../errors.ts';

/** The model a request names. @throws 400 */
export function requireModelName(body: Record<string, unknown>): string {
  if (typeof body.model !== 'string' || body.model === '')
    throw invalidRequest('"model" is required.', 'model');
  return body.model;
}

/** No call asks for more answers than this. */
export const mostChoices = 128;
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

/** Whether a yes-or-no field says yes. @throws 400 */
export function isTrue(body: Record<string, unknown>, name: string): boolean {
  const value = body[name];
  if (value !== undefined && value !== null && typeof value !== 'boolean')
    throw invalidRequest(`"${name}" must be true or false.`, name);
  return value === true;
}

/** Whether a stream is asked for, and how usage comes with it where it has to be asked for. @throws 400 */
export function readStream(
  body: Record<string, unknown>,
): Pick<Asked, 'stream' | 'wantsUsage' | 'streamOptions'> {
  const streamOptions = optionalObject(body, 'stream_options');
  return {
    stream: isTrue(body, 'stream'),
    wantsUsage: streamOptions.include_usage === true,
    streamOptions: () => JSON.stringify({ ...streamOptions, include_usage: true }),
  };
}

/** A text that is there. @throws 400 */
export function requireText(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw invalidRequest(`"${name}" must be a text.`, name);
  return value;
}
