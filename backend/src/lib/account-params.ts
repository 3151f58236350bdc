import { Type } from '@sinclair/typebox';

/** The account every member route has in its path. */
export const accountParams = {
  accountId: Type.String({ description: 'Id of an account of the caller, or `me`: the personal one' }),
};
