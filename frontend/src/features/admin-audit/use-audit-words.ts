import { useTranslation } from 'react-i18next';
import type { AuditEntry } from './queries.ts';

type KindOf<Action> = Action extends `${infer Kind}.${string}` ? Kind : never;

export const kindKeys: Record<KindOf<AuditEntry['action']>, string> = {
  account: 'kinds.account',
  budget: 'kinds.budget',
  credits: 'kinds.credits',
  installation: 'kinds.installation',
  key: 'kinds.key',
  kill_switch: 'kinds.killSwitch',
  model: 'kinds.model',
  project: 'kinds.project',
  provider: 'kinds.provider',
  re_rating: 'kinds.reRating',
  subscription: 'kinds.subscription',
  user: 'kinds.user',
};

/** All that the contract names: one more there is a fault of types here until it has words. */
export const actionKeys: Record<AuditEntry['action'], string> = {
  'account.plan': 'actions.accountPlan',
  'budget.approve_increase': 'actions.increaseApprove',
  'budget.create': 'actions.budgetCreate',
  'budget.delete': 'actions.budgetDelete',
  'budget.deny_increase': 'actions.increaseDeny',
  'budget.end_increase': 'actions.increaseEnd',
  'budget.request_increase': 'actions.increaseRequest',
  'budget.reset': 'actions.budgetReset',
  'budget.update': 'actions.budgetUpdate',
  'credits.adjust': 'actions.creditsAdjust',
  'credits.correct': 'actions.creditsCorrect',
  'credits.grant': 'actions.creditsGrant',
  'credits.grant.revoke': 'actions.grantRevoke',
  'installation.seed': 'actions.installationSeed',
  'key.create': 'actions.keyCreate',
  'key.revoke': 'actions.keyRevoke',
  'kill_switch.lift': 'actions.stopLift',
  'kill_switch.throw': 'actions.stopThrow',
  'model.create': 'actions.modelCreate',
  'model.delete': 'actions.modelDelete',
  'model.update': 'actions.modelUpdate',
  'project.update': 'actions.projectUpdate',
  'provider.create': 'actions.providerCreate',
  'provider.delete': 'actions.providerDelete',
  'provider.update': 'actions.providerUpdate',
  're_rating.apply': 'actions.reRatingApply',
  'subscription.approve': 'actions.subscriptionApprove',
  'subscription.cancel': 'actions.subscriptionCancel',
  'subscription.create': 'actions.subscriptionCreate',
  'subscription.deny': 'actions.subscriptionDeny',
  'subscription.grant': 'actions.subscriptionGrant',
  'subscription.quota': 'actions.subscriptionQuota',
  'user.create': 'actions.userCreate',
  'user.disable': 'actions.userDisable',
  'user.enable': 'actions.userEnable',
  'user.password': 'actions.userPassword',
  'user.password_reset': 'actions.userPasswordReset',
  'user.role': 'actions.userRole',
};

export const kinds = Object.keys(kindKeys) as (keyof typeof kindKeys)[];

/** How the page names what was done. */
export function useAuditWords() {
  const { t } = useTranslation('admin-audit');
  return {
    kind: (kind: (typeof kinds)[number]) => t(kindKeys[kind]),
    action: (action: AuditEntry['action']) => t(actionKeys[action]),
  };
}
