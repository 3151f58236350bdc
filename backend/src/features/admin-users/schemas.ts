import { type Static, Type } from '@sinclair/typebox';
import { Body, Credits, Nullable, OneOf, PageQuery } from '../../lib/schemas.ts';
import { Role, userProperties } from '../me/schemas.ts';

export const AdminUser = Type.Object({
  ...userProperties,
  status: OneOf(['active', 'disabled'], 'A disabled user cannot sign in, and their keys are refused'),
  account: Type.Object(
    {
      id: Type.String(),
      planId: Nullable(Type.String()),
      balanceCredits: { ...Credits, description: 'Granted minus spent' },
      heldCredits: { ...Credits, description: 'Held for calls that run now' },
      usedCredits: { ...Credits, description: 'Spent since the account exists' },
    },
    { description: 'Their personal account' },
  ),
});
export type AdminUser = Static<typeof AdminUser>;

export const AdminUserQuery = Type.Object({
  ...PageQuery,
  search: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'A part of the e-mail, name or phone, or a whole id of the user or the account',
    }),
  ),
});

export const AdminUserParams = Type.Object({ userId: Type.String({ description: 'Id of any user' }) });

export const UserChange = Body({
  role: Type.Optional(Role),
  disabled: Type.Optional(
    Type.Boolean({ description: 'true: ends every session at once and refuses sign-in and API keys' }),
  ),
});
export type UserChange = Static<typeof UserChange>;

export const NewPassword = Type.Object({
  password: Type.String({ description: 'Shown this once: hand it to the user, who should change it' }),
});
