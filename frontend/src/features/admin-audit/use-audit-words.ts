import { useTranslation } from 'react-i18next';

const kindKeys = {
  account: 'kinds.account',
  credits: 'kinds.credits',
  key: 'kinds.key',
  kill_switch: 'kinds.killSwitch',
  model: 'kinds.model',
  provider: 'kinds.provider',
  subscription: 'kinds.subscription',
  user: 'kinds.user',
} as const;

const actionKeys = {
  'account.plan': 'actions.accountPlan',
  'credits.adjust': 'actions.creditsAdjust',
  'installation.seed': 'actions.installationSeed',
  'key.create': 'actions.keyCreate',
  'key.revoke': 'actions.keyRevoke',
  'kill_switch.throw': 'actions.stopThrow',
  'kill_switch.lift': 'actions.stopLift',
  'model.create': 'actions.modelCreate',
  'model.update': 'actions.modelUpdate',
  'model.delete': 'actions.modelDelete',
  'provider.create': 'actions.providerCreate',
  'provider.update': 'actions.providerUpdate',
  'provider.delete': 'actions.providerDelete',
  'subscription.create': 'actions.subscriptionCreate',
  'subscription.cancel': 'actions.subscriptionCancel',
  'subscription.approve': 'actions.subscriptionApprove',
  'subscription.deny': 'actions.subscriptionDeny',
  'subscription.grant': 'actions.subscriptionGrant',
  'user.create': 'actions.userCreate',
  'user.role': 'actions.userRole',
  'user.disable': 'actions.userDisable',
  'user.enable': 'actions.userEnable',
  'user.password': 'actions.userPassword',
  'user.password_reset': 'actions.userPasswordReset',
} as const;

export const kinds = Object.keys(kindKeys) as (keyof typeof kindKeys)[];
const isKnown = (action: string): action is keyof typeof actionKeys => action in actionKeys;

/** How the page names what was done; what it does not know keeps the server's word. */
export function useAuditWords() {
  const { t } = useTranslation('admin-audit');
  return {
    kind: (kind: (typeof kinds)[number]) => t(kindKeys[kind]),
    action: (action: string) => (isKnown(action) ? t(actionKeys[action]) : action),
  };
}
