import { type Static, Type } from '@sinclair/typebox';
import { Body, Nullable, OneOf, Time } from '../../lib/schemas.ts';

export const Role = OneOf(['admin', 'auditor', 'user'], 'What the user may do on the whole platform');
const Locale = OneOf(['en', 'es', 'fr', 'ar'], 'Language of the portal and of messages');
const Theme = OneOf(['light', 'dark', 'system']);

export const Name = Type.String({ maxLength: 100, pattern: '^[^\\u0000]*$', description: 'Empty: no name' });
export const Phone = Type.String({
  pattern: '^(\\+?[0-9 ().-]{5,30})?$',
  description: 'Digits, with + and separators if wanted; empty: no phone',
  examples: ['+965 1234 5678'],
});

export const userProperties = {
  id: Type.String(),
  email: Type.String(),
  name: Nullable(Type.String()),
  phone: Nullable(Type.String()),
  role: Role,
  locale: Locale,
  theme: Theme,
  timeZone: Type.String({ description: 'IANA name', examples: ['Asia/Kuwait'] }),
  personalAccountId: Type.String({ description: 'The account that is theirs alone' }),
  createdAt: Time,
};
export const User = Type.Object(userProperties);
export type User = Static<typeof User>;

export const ProfileChange = Body({
  name: Type.Optional(Nullable(Name)),
  phone: Type.Optional(Nullable(Phone)),
  locale: Type.Optional(Locale),
  theme: Type.Optional(Theme),
  timeZone: Type.Optional(
    Type.String({ maxLength: 100, description: 'IANA name', examples: ['Asia/Kuwait'] }),
  ),
});
export type ProfileChange = Static<typeof ProfileChange>;
