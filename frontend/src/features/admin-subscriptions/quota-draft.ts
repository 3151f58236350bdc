import type { AdminSubscription, QuotaChange } from './queries.ts';

/** A quota as it is being typed; empty is no limit. */
export type QuotaDraft = { requestsPerMonth: string; tokensPerMonth: string };
type Quota = AdminSubscription['quota'];

export const quotaParts = ['requestsPerMonth', 'tokensPerMonth'] as const;

export const toQuotaDraft = (quota: Quota): QuotaDraft => ({
  requestsPerMonth: quota.requestsPerMonth?.toString() ?? '',
  tokensPerMonth: quota.tokensPerMonth?.toString() ?? '',
});

const read = (typed: string) => (typed.trim() === '' ? null : Number(typed));

/** True while a part is empty or a whole number above 0. */
export const isQuota = (typed: string) =>
  typed.trim() === '' ||
  (/^\d+$/.test(typed.trim()) && Number(typed) >= 1 && Number.isSafeInteger(Number(typed)));

/** The parts that are other than before. */
export function toQuotaChange(draft: QuotaDraft, quota: Quota): QuotaChange {
  const changed = quotaParts.filter((part) => read(draft[part]) !== quota[part]);
  return Object.fromEntries(changed.map((part) => [part, read(draft[part])]));
}
