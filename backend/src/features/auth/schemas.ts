import { type Static, Type } from '@sinclair/typebox';
import { Body, Nullable, Time } from '../../lib/schemas.ts';
import { Name, Phone, User } from '../me/schemas.ts';

/** No more than a person's address must have: `admin@localhost` is one. */
export const Email = Type.String({
  pattern: '^[^@\\s]+@[^@\\s]+$',
  maxLength: 254,
  examples: ['ada@example.com'],
});
export const Password = Type.String({ minLength: 8, maxLength: 128 });

export const Registration = Body({
  email: Email,
  password: Password,
  name: Type.Optional(Name),
  phone: Type.Optional(Phone),
});
export type Registration = Static<typeof Registration>;

export const Login = Body({
  email: Type.String({ maxLength: 254 }),
  password: Type.String({ maxLength: 128 }),
});

export const AuthResult = Type.Object(
  {
    user: User,
    accessToken: Type.String({ description: 'Send as Authorization: Bearer …' }),
    expiresIn: Type.Integer({ description: 'Seconds the access token is good for' }),
  },
  { description: 'The refresh token comes beside it, in an httpOnly cookie' },
);

export const Session = Type.Object({
  id: Type.String(),
  current: Type.Boolean({ description: 'The one this request belongs to' }),
  userAgent: Nullable(Type.String()),
  address: Nullable(Type.String()),
  createdAt: Time,
  lastUsedAt: Time,
  expiresAt: Time,
});
