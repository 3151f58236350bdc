import { expect, test } from 'vitest';
import { toSeries } from './chart-series.ts';
import type { Group } from './queries.ts';

const days = ['2026-11-19', '2026-11-20'];
const group = (day: string, model: string, costCredits: string): Group => ({
  day,
  modelId: model,
  modelName: model,
  requests: 2,
  errors: 0,
  inputTokens: 10,
  outputTokens: 5,
  costCredits,
});

test('a day without calls is zero, and the largest series comes first', () => {
  const groups = [group(days[0]!, 'a', '0.1'), group(days[0]!, 'b', '2'), group(days[1]!, 'b', '0.000001')];
  expect(toSeries(groups, days, 'model', 'credits')).toEqual([
    { id: 'b', name: 'b', amounts: [2_000_000n, 1n] },
    { id: 'a', name: 'a', amounts: [100_000n, 0n] },
  ]);
  expect(toSeries(groups, days, 'model', 'tokens')[0]?.amounts).toEqual([15n, 15n]);
});

test('hours are found whatever the server writes behind the second', () => {
  const hours = ['2026-11-20T09:00:00.000Z', '2026-11-20T10:00:00.000Z'];
  const groups = [{ ...group('', 'a', '2'), day: undefined, hour: '2026-11-20T10:00:00Z' }];
  expect(toSeries(groups, hours, 'model', 'calls')[0]?.amounts).toEqual([0n, 2n]);
});

test('what is beyond the fifth series is taken together, unless it is only one', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const groups = names.map((name, index) => group(days[0]!, name, String(10 - index)));
  const series = toSeries(groups, days, 'model', 'credits');
  expect(series.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e', null]);
  expect(series.at(-1)?.amounts).toEqual([9_000_000n, 0n]);
  expect(toSeries(groups.slice(0, 6), days, 'model', 'credits')).toHaveLength(6);
});
