import { type GatewayError, invalidRequest } from '../errors.ts';

/** A word of a request as errors show it; what is no text has none. */
export const wordOf = (value: unknown): string =>
  `"${typeof value === 'string' ? value.slice(0, 40) : 'unknown'}"`;

/** What a provider has no words for, and would change the answer. @param what of the field it is */
export const cannotSay = (field: string, what = `"${field}"`): GatewayError =>
  invalidRequest(`The provider of this model has nothing like ${what}.`, field);
