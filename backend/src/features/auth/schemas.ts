import { type Static, Type } from '@sinclair/typebox';
import { Body, Nullable, Time } from '../../lib/schemas.ts';
import { Name, Phone, User } from '../me/schemas.ts';

const Email = Type.String({
  maxLength: 254,
  pattern: '^[^@\\s\\u0000]+@[^@\\s\\u0000]+$',
  description: 'Upper and lower case mean the same',
  examples: ['mona@example.com'],
});

const Password = Type.String({ minLength: 8, maxLength: 128, description: '8 to 128 characters' });
const AnyPassword = Type.String({ minLength: 1, maxLength: 1000 });

export const Registration = Body({
  email: Email,
  phone: Type.Optional(Phone),
  password: Password,
  name: Type.Optional(Name),
});
export type Registration = Static<typeof Registration>;

export const Credentials = Body({
  email: Type.String({ minLength: 1, maxLength: 254 }),
  password: AnyPassword,
});

export const PasswordChange = Body({ currentPassword: AnyPassword, newPassword: Password });
export type PasswordChange = Static<typeof PasswordChange>;

export const AuthResult = Type.Object(
  {
    user: User,
    accessToken: Type.String({ description: 'Send it as `Authorization: Bearer …`' }),
    expiresIn: Type.Integer({ description: 'Seconds until the access token ends; refresh before' }),
  },
  { description: 'The refresh token comes in the httpOnly cookie litemaas_refresh' },
);

export const Session = Type.Object({
  id: Type.String(),
  current: Type.Boolean({ description: 'Whether it is the session of this request' }),
  userAgent: Nullable(Type.String()),
  address: Nullable(Type.String()),
  createdAt: Time,
  lastUsedAt: Time,
  expiresAt: Time,
});

export const SessionParams = Type.Object({
  id: Type.String({ description: 'Id of a session of the caller' }),
});
