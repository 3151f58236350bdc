/** Everything that the audit log speaks of: `kind.verb`. */
export const auditActions = [
  'account.plan',
  'budget.approve_increase',
  'budget.create',
  'budget.delete',
  'budget.deny_increase',
  'budget.end_increase',
  'budget.request_increase',
  'budget.reset',
  'budget.update',
  'credits.adjust',
  'credits.correct',
  'credits.grant',
  'credits.grant.revoke',
  'installation.seed',
  'key.create',
  'key.revoke',
  'kill_switch.lift',
  'kill_switch.throw',
  'model.create',
  'model.delete',
  'model.update',
  'project.update',
  'provider.create',
  'provider.delete',
  'provider.update',
  're_rating.apply',
  'subscription.approve',
  'subscription.cancel',
  'subscription.create',
  'subscription.deny',
  'subscription.grant',
  'subscription.quota',
  'user.create',
  'user.disable',
  'user.enable',
  'user.password',
  'user.password_reset',
  'user.role',
] as const;
export type AuditAction = (typeof auditActions)[number];
/** The part of an action behind the name of its kind. */
export type VerbOf<Kind extends string> = AuditAction extends infer Action
  ? Action extends `${Kind}.${infer Verb}`
    ? Verb
    : never
  : never;
