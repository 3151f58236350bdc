import { Type } from '@sinclair/typebox';

/** The account that a path is about. */
export const accountParams = {
  accountId: Type.String({ description: 'Id of an account, or `me`: the personal one of the caller' }),
};
