import { describe, expect, it } from 'vitest';
import { breakerOf, noFigures, type ProviderFigures } from '../../lib/provider-figures.ts';
import { mergeFigures } from './merge-figures.ts';

const figures = (fields: Partial<ProviderFigures>): ProviderFigures => ({ ...noFigures, ...fields });

it('of no instance are those of a provider that nobody has called', () => {
  expect(mergeFigures([])).toEqual(noFigures);
});

it('counts are added, and the last failure is the latest one', () => {
  const early = { kind: 'status', status: 500, atMs: 1_000 } as const;
  const late = { kind: 'unreached', status: null, atMs: 2_000 } as const;
  const one = figures({
    running: 1,
    waiting: 2,
    calls: 10,
    failedCalls: 3,
    firstByte: [0, 4],
    lastFailure: late,
  });
  const other = figures({
    running: 4,
    waiting: 1,
    calls: 5,
    failedCalls: 0,
    firstByte: [1, 2, 3],
    lastFailure: early,
  });
  expect(mergeFigures([one, other, noFigures])).toEqual({
    ...noFigures,
    running: 5,
    waiting: 3,
    calls: 15,
    failedCalls: 3,
    firstByte: [1, 6, 3],
    lastFailure: late,
  });
});

describe('of states the worst holds', () => {
  it.each([
    [[null, null], null],
    [[null, true], true],
    [[true, false], false],
  ])('reachable %j → %s', (known, expected) => {
    expect(mergeFigures(known.map((reachable) => figures({ reachable }))).reachable).toBe(expected);
  });
  it('of each model, and of connecting', () => {
    const merged = mergeFigures([
      figures({ connection: 'half_open', models: [{ upstreamModel: 'b', breaker: 'open' }] }),
      figures({
        models: [
          { upstreamModel: 'b', breaker: 'closed' },
          { upstreamModel: 'a', breaker: 'closed' },
        ],
      }),
    ]);
    expect(merged.connection).toBe('half_open');
    expect(merged.models).toEqual([
      { upstreamModel: 'a', breaker: 'closed' },
      { upstreamModel: 'b', breaker: 'open' },
    ]);
  });
});

describe('a provider is failing', () => {
  it.each([
    ['when nobody can connect', figures({ connection: 'open' }), 'open'],
    ['when all its models fail', figures({ models: [{ upstreamModel: 'a', breaker: 'open' }] }), 'open'],
    [
      'not while one of them answers',
      figures({
        models: [
          { upstreamModel: 'a', breaker: 'open' },
          { upstreamModel: 'b', breaker: 'closed' },
        ],
      }),
      'closed',
    ],
    ['not without calls', noFigures, 'closed'],
  ])('%s', (_when, known, expected) => expect(breakerOf(known)).toBe(expected));
});
