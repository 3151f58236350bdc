import { type Static, Type } from '@sinclair/typebox';
import { Nullable, OneOf, Time } from '../../lib/schemas.ts';

const accountProperties = {
  id: Type.String(),
  kind: OneOf(['personal', 'team']),
  name: Type.String(),
  planId: Nullable(Type.String({ description: 'null: no plan' })),
  createdAt: Time,
};

export const Account = Type.Object({
  ...accountProperties,
  role: OneOf(['owner', 'admin', 'billing', 'developer', 'viewer'], 'What the caller may do in it'),
});
export type Account = Static<typeof Account>;

/** An account as admins see it: they need not be members. */
export const AdminAccount = Type.Object(accountProperties);
export type AdminAccount = Static<typeof AdminAccount>;

/** Whose plan an admin sets. */
export const AnyAccountParams = Type.Object({
  accountId: Type.String({ description: 'Id of any account' }),
});
