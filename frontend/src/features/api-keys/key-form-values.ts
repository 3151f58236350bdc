import { toMicro } from '../../components/decimal.ts';
import { addDays, startOfDay } from '../../components/zoned-day.ts';
import type { NewKey } from './queries.ts';

export const expiries = ['never', '7', '30', '90', '365', 'date'] as const;
export type Expiry = (typeof expiries)[number];
export type BudgetPeriod = NonNullable<NewKey['budget']>['period'];
export const budgetPeriods: BudgetPeriod[] = ['minute', 'day', 'week', 'month', 'total'];

/** Seconds; no: only calls that ask for it get an answer again. */
export const cacheTimes = ['no', '300', '3600', '86400', '604800'] as const;
export type CacheTime = (typeof cacheTimes)[number];

/** The form as it is typed. */
export type KeyValues = {
  name: string;
  projectId: string;
  /** Ids of the chosen models; null: all that the account is subscribed to. */
  models: string[] | null;
  /** Days from now, or the last day in `expiryDate`. */
  expiry: Expiry;
  expiryDate: string;
  rpm: string;
  tpm: string;
  /** The most that calls may cost in a period, in credits; empty: no budget. */
  budget: string;
  budgetPeriod: BudgetPeriod;
  /** One address or network in each line. */
  networks: string;
  cache: CacheTime;
};

export const emptyValues: KeyValues = {
  name: '',
  projectId: '',
  models: null,
  expiry: 'never',
  expiryDate: '',
  rpm: '',
  tpm: '',
  budget: '',
  budgetPeriod: 'month',
  networks: '',
  cache: 'no',
};

type KeyFaultKeys = Partial<Record<'name' | 'models' | 'expiresAt' | 'rpm' | 'tpm' | 'budget', string>>;

const dayMs = 86_400_000;
const most = 2_147_483_647;
const isLimit = (text: string) =>
  text === '' || (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most);

const isBudget = (text: string) => text === '' || (/^\d{1,12}(\.\d{1,6})?$/.test(text) && toMicro(text) > 0n);

/** When the key ends, RFC 3339; undefined: never. A chosen day counts to its end in the user's time zone. */
export function expiryOf(
  { expiry, expiryDate }: KeyValues,
  timeZone: string,
  nowMs: number,
): string | undefined {
  if (expiry === 'never') return undefined;
  if (expiry !== 'date') return new Date(nowMs + Number(expiry) * dayMs).toISOString();
  return expiryDate ? startOfDay(addDays(expiryDate, 1), timeZone) : undefined;
}

/** What to mend before the form is worth sending, as text keys by field of the request. */
export function faultsOf(values: KeyValues, timeZone: string, nowMs: number): KeyFaultKeys {
  const faultKeys: KeyFaultKeys = {};
  const ends = expiryOf(values, timeZone, nowMs);
  if (!values.name.trim()) faultKeys.name = 'form.nameMissing';
  if (values.models?.length === 0) faultKeys.models = 'form.modelsMissing';
  if (values.expiry === 'date' && !(ends && Date.parse(ends) > nowMs))
    faultKeys.expiresAt = 'form.dateMissing';
  if (!isLimit(values.rpm)) faultKeys.rpm = 'form.limitWrong';
  if (!isLimit(values.tpm)) faultKeys.tpm = 'form.limitWrong';
  if (!isBudget(values.budget)) faultKeys.budget = 'form.budgetWrong';
  return faultKeys;
}

/** The request that the form stands for; what was left empty is left out. */
export function toBody(values: KeyValues, timeZone: string, nowMs: number): NewKey {
  const networks = values.networks.split(/[\s,]+/).filter(Boolean);
  const expiresAt = expiryOf(values, timeZone, nowMs);
  return {
    name: values.name.trim(),
    ...(values.projectId && { projectId: values.projectId }),
    ...(values.models && { models: values.models }),
    ...(expiresAt && { expiresAt }),
    ...(values.rpm && { rpm: Number(values.rpm) }),
    ...(values.tpm && { tpm: Number(values.tpm) }),
    ...(values.budget && { budget: { limitCredits: values.budget, period: values.budgetPeriod } }),
    ...(networks.length > 0 && { allowedCidrs: networks }),
    ...(values.cache !== 'no' && { cacheSeconds: Number(values.cache) }),
  };
}
