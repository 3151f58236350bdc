import type { Budget } from '../../api/budgets.ts';
import { toMicro } from '../../components/decimal.ts';
import type { BudgetChange, NewBudget, Scope } from './place.ts';

export const ends = ['block', 'alert', 'fallback', 'kill'] as const;

/** A budget as it is being typed. */
export type BudgetDraft = {
  scope: Scope;
  /** Empty: not chosen yet, or there is nothing to choose. */
  scopeId: string;
  name: string;
  unit: Budget['unit'];
  limit: string;
  period: Budget['period'];
  timeZone: string;
  weekStartsOn: number;
  anchorDay: number;
  /** Percentages with commas between them. */
  thresholds: string;
  onExceed: Budget['onExceed'];
  fallbackModelId: string;
};

type FaultKeys = Partial<Record<'scopeId' | 'limit' | 'thresholds' | 'fallbackModelId', string>>;

export const newDraft = (scope: Scope, timeZone: string): BudgetDraft => ({
  scope,
  scopeId: '',
  name: '',
  unit: 'credits',
  limit: '',
  period: 'month',
  timeZone,
  weekStartsOn: 1,
  anchorDay: 1,
  thresholds: '50, 80, 100',
  onExceed: 'block',
  fallbackModelId: '',
});

export const draftOf = (budget: Budget): BudgetDraft => ({
  ...budget,
  name: budget.name ?? '',
  weekStartsOn: budget.weekStartsOn ?? 1,
  anchorDay: budget.anchorDay ?? 1,
  thresholds: budget.thresholds.join(', '),
  fallbackModelId: budget.fallbackModelId ?? '',
});

/** Scopes of which there is one only. */
export const isWhole = (scope: Scope) => scope === 'account' || scope === 'platform';

/** What a kill switch can stop alone, besides all that the platform has budgets for. */
const stoppable: Scope[] = ['account', 'project', 'key'];

/** What may happen at the limit of a budget for this scope: not everything can be stopped by a switch. */
export const endsOf = (scope: Scope, isPlatform: boolean) =>
  ends.filter((end) => end !== 'kill' || isPlatform || stoppable.includes(scope));

/** True for an amount above 0: credits with up to 6 places, the others whole. */
export function isAmount(unit: Budget['unit'], typed: string): boolean {
  const pattern = unit === 'credits' ? /^\d{1,12}(\.\d{1,6})?$/ : /^\d{1,12}$/;
  return pattern.test(typed.trim()) && toMicro(typed.trim()) > 0n;
}

/** What to say about an amount that is none. */
export const wrongAmountKeys = {
  credits: 'form.creditsWrong',
  requests: 'form.countWrong',
  tokens: 'form.countWrong',
} as const;

const mostThresholds = 10;
const highestThreshold = 1000;

/** The percentages that were typed, in order; null when they are none. */
export function readThresholds(typed: string): number[] | null {
  const parts = typed.split(/[\s,;%،]+/).filter(Boolean);
  const numbers = [...new Set(parts.map(Number))].sort((a, b) => a - b);
  const areRight = numbers.every((one) => Number.isInteger(one) && one >= 1 && one <= highestThreshold);
  return areRight && numbers.length <= mostThresholds ? numbers : null;
}

/** What to mend before the draft is worth sending, as text keys by field of the request. */
export function faultsOf(draft: BudgetDraft): FaultKeys {
  const faultKeys: FaultKeys = {};
  if (!isWhole(draft.scope) && !draft.scopeId) faultKeys.scopeId = 'form.ownerMissing';
  if (!isAmount(draft.unit, draft.limit)) faultKeys.limit = wrongAmountKeys[draft.unit];
  if (!readThresholds(draft.thresholds)) faultKeys.thresholds = 'form.thresholdsWrong';
  if (draft.onExceed === 'fallback' && !draft.fallbackModelId)
    faultKeys.fallbackModelId = 'form.fallbackMissing';
  return faultKeys;
}

/** True where periods begin at a midnight: minutes are the same everywhere. */
export const hasTimeZone = (period: Budget['period']) => period !== 'total' && period !== 'minute';

/** When the budget would reset: only what its period has. */
export const toPreview = ({ period, timeZone, weekStartsOn, anchorDay }: BudgetDraft) => ({
  period,
  ...(hasTimeZone(period) && { timeZone }),
  ...(period === 'week' && { weekStartsOn }),
  ...(period === 'month' && { anchorDay }),
});

/** The request for a new budget, of a draft without faults. */
export function toNewBudget(draft: BudgetDraft): NewBudget {
  const { scope, scopeId, unit, onExceed, fallbackModelId } = draft;
  const name = draft.name.trim();
  return {
    scope,
    ...(!isWhole(scope) && { scopeId }),
    unit,
    limit: draft.limit.trim(),
    ...toPreview(draft),
    thresholds: readThresholds(draft.thresholds) ?? [],
    onExceed,
    ...(onExceed === 'fallback' && { fallbackModelId }),
    ...(name && { name }),
  };
}

/** What is to be changed about a stored budget; a limit that is sent ends a temporary increase, so only a new one is. */
export function toChange(draft: BudgetDraft, budget: Budget): BudgetChange {
  const before = draftOf(budget);
  const name = draft.name.trim();
  const isNewEnd = draft.onExceed !== before.onExceed || draft.fallbackModelId !== before.fallbackModelId;
  return {
    ...(toMicro(draft.limit.trim()) !== toMicro(before.limit) && { limit: draft.limit.trim() }),
    ...(draft.thresholds !== before.thresholds && { thresholds: readThresholds(draft.thresholds) ?? [] }),
    ...(isNewEnd && { onExceed: draft.onExceed }),
    ...(isNewEnd && draft.onExceed === 'fallback' && { fallbackModelId: draft.fallbackModelId }),
    ...(name !== before.name && { name: name || null }),
  };
}
