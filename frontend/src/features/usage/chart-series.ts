import { toMicro } from '../../components/decimal.ts';
import type { By, Group } from './queries.ts';

export const metrics = ['credits', 'calls', 'tokens'] as const;
export type Metric = (typeof metrics)[number];

/** One colour of the chart: an amount for each hour or day, in micro-credits or as a count. Null: the rest taken together. */
export type Series = { id: string | null; name: string | null; amounts: bigint[] };

/** More colours than these cannot be told apart. */
const shownSeries = 5;

const amountOf: Record<Metric, (group: Group) => bigint> = {
  credits: (group) => toMicro(group.costCredits),
  calls: (group) => BigInt(group.requests),
  tokens: (group) => BigInt(group.inputTokens) + BigInt(group.outputTokens),
};

const identityOf: Record<By, (group: Group) => { id: string; name: string | null }> = {
  model: ({ modelId, modelName }) => ({ id: modelId ?? '', name: modelName ?? null }),
  key: ({ keyId, keyName }) => ({ id: keyId ?? '', name: keyName ?? null }),
  project: ({ projectId, projectName }) => ({ id: projectId ?? '', name: projectName ?? null }),
};

const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

/** The bar that a sum belongs to. */
const slotOf = ({ hour, day }: Group) => (hour ? new Date(hour).toISOString() : (day ?? ''));

/** Sums by hour or day and `by` as stacked series over `slots`, the largest first; what is beyond the fifth becomes one. */
export function toSeries(groups: Group[], slots: string[], by: By, metric: Metric): Series[] {
  const found = new Map<string, Series>();
  for (const group of groups) {
    const { id, name } = identityOf[by](group);
    const slot = slots.indexOf(slotOf(group));
    if (slot < 0) continue;
    const series = found.get(id) ?? { id, name, amounts: slots.map(() => 0n) };
    series.amounts[slot]! += amountOf[metric](group);
    found.set(id, series);
  }
  const ordered = [...found.values()].sort((a, b) => (sum(a.amounts) < sum(b.amounts) ? 1 : -1));
  const rest = ordered.slice(shownSeries);
  if (rest.length < 2) return ordered;
  const amounts = slots.map((_, slot) => sum(rest.map((series) => series.amounts[slot]!)));
  return [...ordered.slice(0, shownSeries), { id: null, name: null, amounts }];
}
