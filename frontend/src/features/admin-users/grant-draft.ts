import type { BodyOf } from '../../api/types.ts';
import { addDays, startOfDay } from '../../components/zoned-day.ts';
import { readAmount } from './adjustment.ts';

export type NewGrant = BodyOf<'post', '/api/v1/admin/accounts/{accountId}/grants'>;

/** The form of a grant as it is typed. */
export type GrantDraft = {
  amount: string;
  kind: NewGrant['kind'];
  description: string;
  /** The last day on which it pays; empty: it never expires. */
  lastDay: string;
  /** Null: any model. */
  modelIds: string[] | null;
  priority: string;
};

export const emptyGrant: GrantDraft = {
  amount: '',
  kind: 'promotional',
  description: '',
  lastDay: '',
  modelIds: null,
  priority: '0',
};

/** What stands in the way of giving it, as text keys. */
export function findGrantFaults(
  { amount, description, lastDay, modelIds, priority }: GrantDraft,
  today: string,
) {
  const read = readAmount(amount);
  const isWhole = /^-?\d{1,4}$/.test(priority.trim()) && Math.abs(Number(priority)) <= 1000;
  return {
    amountKey: read === null || read.startsWith('-') ? ('grants.amountInvalid' as const) : null,
    descriptionKey: description.trim() === '' ? ('grants.descriptionMissing' as const) : null,
    lastDayKey: lastDay !== '' && lastDay < today ? ('grants.lastDayPast' as const) : null,
    modelsKey: modelIds?.length === 0 ? ('grants.modelsMissing' as const) : null,
    priorityKey: isWhole ? null : ('grants.priorityInvalid' as const),
  };
}

/** The grant as the API takes it: the end of the last day, where the reader is, is when it expires. */
export function toNewGrant(draft: GrantDraft, timeZone: string): NewGrant {
  return {
    amountCredits: readAmount(draft.amount) ?? '',
    kind: draft.kind,
    description: draft.description.trim(),
    priority: Number(draft.priority),
    expiresAt: draft.lastDay === '' ? null : startOfDay(addDays(draft.lastDay, 1), timeZone),
    modelIds: draft.modelIds,
  };
}
