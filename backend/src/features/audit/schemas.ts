import { type Static, Type } from '@sinclair/typebox';
import { auditActions } from '../../lib/audit-actions.ts';
import { Nullable, OneOf, PageQuery, Time } from '../../lib/schemas.ts';

export const AuditEntry = Type.Object({
  id: Type.String(),
  at: Time,
  actorUserId: Nullable(Type.String({ description: 'Who did it; null: the server itself' })),
  actorEmail: Nullable(Type.String()),
  action: OneOf(auditActions),
  targetType: Type.String({ examples: ['account'] }),
  targetId: Type.String(),
  targetName: Nullable(Type.String({ description: 'How it is called now; null when it is gone' })),
  accountId: Nullable(Type.String({ description: 'The account it concerns' })),
  requestId: Nullable(Type.String()),
  details: Type.Object({}, { additionalProperties: true, description: 'What was changed; never a secret' }),
});
export type AuditEntry = Static<typeof AuditEntry>;

const Word = (description: string) => Type.Optional(Type.String({ maxLength: 200, description }));

export const AuditQuery = Type.Object({
  ...PageQuery,
  actor: Word('Id or a part of the e-mail of who did it'),
  action: Word('One action, or several of a kind: `provider.` is all that begins so'),
  target: Word('Id of what it was done to, or of the account it concerns'),
  from: Type.Optional({ ...Time, description: 'At or after this time' }),
  to: Type.Optional({ ...Time, description: 'Before this time' }),
});
export type AuditQuery = Static<typeof AuditQuery>;
