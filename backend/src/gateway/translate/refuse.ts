import { type GatewayError, invalidRequest } from '../errors.ts';

/** What a provider has no words for, and would change the answer. @param what of the field it is */
export const cannotSay = (field: string, what = `"${field}"`): GatewayError =>
  invalidRequest(`The provider of this model has nothing like ${what}.`, field);
