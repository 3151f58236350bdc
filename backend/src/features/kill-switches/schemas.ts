import { type Static, Type } from '@sinclair/typebox';
import { accountParams } from '../../lib/account-params.ts';
import { Body, Nullable, OneOf, PageQuery, Reason, Time } from '../../lib/schemas.ts';

const Scope = OneOf(
  ['key', 'project', 'account', 'model', 'provider', 'platform'],
  'What is stopped; platform: every call',
);
const AccountScope = OneOf(['key', 'project', 'account'], 'What is stopped');
const ScopeId = Type.String({ minLength: 1, maxLength: 100 });
const why = Reason('Why. Callers who are stopped read it');
const ThrownBy = OneOf(
  ['platform', 'account'],
  'account: those who manage the account can lift it; platform: admins only',
);

const switchProperties = {
  id: Type.String(),
  scopeId: Nullable(Type.String({ description: 'null: the whole platform' })),
  scopeName: Nullable(Type.String({ description: 'What it is called now; null when it is gone' })),
  reason: Type.String(),
  thrownBy: ThrownBy,
  budgetId: Nullable(Type.String({ description: 'The budget that threw it' })),
  createdAt: Time,
  liftedAt: Nullable(Time),
};

const Person = Type.Object({ id: Type.String(), name: Nullable(Type.String()), email: Type.String() });

/** A switch as admins see it. */
export const AdminKillSwitch = Type.Object({
  ...switchProperties,
  scope: Scope,
  accountId: Nullable(Type.String({ description: 'Whose key or project it is, or the account itself' })),
  accountName: Nullable(Type.String()),
  createdBy: Nullable(Person),
  liftedBy: Nullable(Person),
});

/** A switch as members of the account see it: who acted for the platform is not theirs to know. */
export const KillSwitch = Type.Object({
  ...switchProperties,
  scope: Scope,
  createdByName: Nullable(Type.String({ description: 'The member who threw it' })),
  liftedByName: Nullable(Type.String({ description: 'The member who lifted it' })),
});

export const NewKillSwitch = Body({
  scope: Scope,
  scopeId: Type.Optional({ ...ScopeId, description: 'Id of what is stopped. Absent for the platform' }),
  reason: why,
});
export type NewKillSwitch = Static<typeof NewKillSwitch>;

export const NewAccountKillSwitch = Body({
  scope: AccountScope,
  scopeId: Type.Optional({
    ...ScopeId,
    description: 'Id of a key or project of the account. Not needed for the account itself',
  }),
  reason: why,
});
export type NewAccountKillSwitch = Static<typeof NewAccountKillSwitch>;

export const KillSwitchQuery = Type.Object({
  ...PageQuery,
  status: Type.Optional(OneOf(['current', 'lifted'], 'Absent: all of them, the current ones first')),
});

/** What a switch can be thrown on. */
export const Target = Type.Object({
  id: Type.String(),
  name: Type.String(),
  accountId: Nullable(Type.String({ description: 'Whose key or project it is, or the account itself' })),
  accountName: Nullable(Type.String()),
  stopped: Type.Boolean({ description: 'An admin has stopped it already' }),
});

export const TargetQuery = Type.Object({
  scope: { ...OneOf(['key', 'project', 'account', 'model', 'provider']), default: 'account' },
  search: Type.String({
    maxLength: 200,
    default: '',
    description:
      'A part of the name, of the name of the account, of a key’s prefix, of the owner’s e-mail; or an id',
  }),
  limit: Type.Integer({ minimum: 1, maximum: 50, default: 20 }),
});

const killSwitchId = Type.String({ description: 'Id of a kill switch' });
export const AdminKillSwitchParams = Type.Object({ killSwitchId });
export const KillSwitchParams = Type.Object({ ...accountParams, killSwitchId });
