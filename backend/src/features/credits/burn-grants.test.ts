import { describe, expect, test } from 'vitest';
import { distributeBurn } from './burn-grants.ts';

type Grant = Parameters<typeof distributeBurn>[0][number];

/** A grant of 100, made on the given day of a month. */
const grant = (id: string, day: number, more: Partial<Grant> = {}): Grant => ({
  id,
  kind: 'adjustment',
  priority: 0,
  amount_micro_credits: 100n,
  consumed_micro_credits: 0n,
  created_at: new Date(Date.UTC(2026, 0, day)),
  ...more,
});

const cases: { name: string; grants: Grant[]; unburned: bigint; paid: [string, bigint][] }[] = [
  { name: 'nothing to burn', grants: [grant('a', 1)], unburned: 0n, paid: [] },
  { name: 'no grants', grants: [], unburned: 5n, paid: [] },
  { name: 'a part of one grant', grants: [grant('a', 1)], unburned: 30n, paid: [['a', 30n]] },
  { name: 'all of one grant', grants: [grant('a', 1)], unburned: 100n, paid: [['a', 100n]] },
  {
    name: 'the oldest first, then the next',
    grants: [grant('new', 3), grant('old', 1), grant('middle', 2)],
    unburned: 150n,
    paid: [
      ['old', 100n],
      ['middle', 50n],
    ],
  },
  {
    name: 'what was used of a grant before counts',
    grants: [grant('old', 1, { consumed_micro_credits: 90n }), grant('new', 2)],
    unburned: 30n,
    paid: [
      ['old', 10n],
      ['new', 20n],
    ],
  },
  {
    name: 'used up grants are left out',
    grants: [grant('old', 1, { consumed_micro_credits: 100n }), grant('new', 2)],
    unburned: 1n,
    paid: [['new', 1n]],
  },
  {
    name: 'given before paid, however old',
    grants: [
      grant('bought', 1, { kind: 'purchase' }),
      grant('plan', 2, { kind: 'plan' }),
      grant('correction', 3),
      grant('welcome', 4, { kind: 'promotional' }),
    ],
    unburned: 350n,
    paid: [
      ['correction', 100n],
      ['welcome', 100n],
      ['bought', 100n],
      ['plan', 50n],
    ],
  },
  {
    name: 'the lower priority number before everything else',
    grants: [
      grant('welcome', 1, { kind: 'promotional', priority: 1 }),
      grant('bought', 2, { kind: 'purchase', priority: 0 }),
      grant('first', 3, { kind: 'purchase', priority: -1 }),
    ],
    unburned: 201n,
    paid: [
      ['first', 100n],
      ['bought', 100n],
      ['welcome', 1n],
    ],
  },
  {
    name: 'of the same moment: by id',
    grants: [grant('b', 1), grant('a', 1)],
    unburned: 1n,
    paid: [['a', 1n]],
  },
  {
    name: 'an overrun: what no grant can pay is left',
    grants: [grant('a', 1), grant('b', 2)],
    unburned: 250n,
    paid: [
      ['a', 100n],
      ['b', 100n],
    ],
  },
  { name: 'burned more than used: nothing is given back', grants: [grant('a', 1)], unburned: -5n, paid: [] },
];

describe('distributeBurn', () => {
  test.each(cases)('$name', ({ grants, unburned, paid }) => {
    const before = structuredClone(grants);
    const shares = distributeBurn(grants, unburned);
    expect(shares.map(({ id, amountMicroCredits }) => [id, amountMicroCredits])).toEqual(paid);
    expect(grants).toEqual(before);
  });
});
