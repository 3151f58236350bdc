import { describe, expect, it } from 'vitest';
import { orderRoutes, type Routed } from './route.ts';
import type { Permitted } from './call.ts';
import type { Provider, Route } from './snapshots/catalogue.ts';

const permitted = (routes: [name: string, order: number, weight: number][]) =>
  ({
    routes: routes.map(([upstreamModel, order, weight]) => ({ upstreamModel, order, weight }) as Route),
  }) as Permitted;
const names = ({ routes }: Pick<Routed, 'routes'>) => routes.map(({ upstreamModel }) => upstreamModel);

const nobody = () => false;

describe('orderRoutes', () => {
  it('keeps the order, whatever the weights', () => {
    const routes = permitted([
      ['third', 2, 1000],
      ['first', 0, 1],
      ['second', 1, 1000],
    ]);
    for (let time = 0; time < 50; time += 1)
      expect(names(orderRoutes(routes, nobody))).toEqual(['first', 'second', 'third']);
  });

  it('shares among equals in proportion to the weights', () => {
    const routes = permitted([
      ['one', 0, 1],
      ['three', 0, 3],
      ['six', 0, 6],
    ]);
    const first = { one: 0, three: 0, six: 0 };
    const draws = 20_000;
    // Chance with a seed, so that this either always holds or never does.
    let seed = 1;
    const chance = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    for (let draw = 0; draw < draws; draw += 1) {
      const [winner] = names(orderRoutes(routes, nobody, null, chance));
      first[winner as keyof typeof first] += 1;
    }
    const shares = Object.values(first).map((times) => Math.round((times / draws) * 50) / 50);
    expect(shares).toEqual([0.1, 0.3, 0.6]);
  });

  it('loses none, even when the draw is extreme', () => {
    const routes = permitted([
      ['a', 0, 1],
      ['b', 0, 1],
    ]);
    expect(names(orderRoutes(routes, nobody, null, () => 0)).toSorted()).toEqual(['a', 'b']);
    expect(names(orderRoutes(routes, nobody, null, () => 1 - Number.EPSILON)).toSorted()).toEqual(['a', 'b']);
  });

  const sessions = Array.from({ length: 3_000 }, (_, index) => `key_1 session ${index}`);
  const winnersOf = (routes: ReturnType<typeof permitted>) => {
    routes.routes.forEach((route) => (route.provider = { id: route.upstreamModel } as Provider));
    return sessions.map((session) => names(orderRoutes(routes, nobody, session))[0]);
  };

  it('sends a session the same way each time, and shares sessions in proportion to the weights', () => {
    const routes = permitted([
      ['one', 0, 1],
      ['three', 0, 3],
      ['later', 1, 100],
    ]);
    const winners = winnersOf(routes);
    expect(winnersOf(routes)).toEqual(winners);
    const share = winners.filter((winner) => winner === 'one').length / winners.length;
    expect(Math.round(share * 20) / 20).toBe(0.25);
    expect(winners).not.toContain('later');
  });

  it('moves no session but those of a route that has gone', () => {
    const all = ['a', 'b', 'c'].map((name): [string, number, number] => [name, 0, 1]);
    const before = winnersOf(permitted(all));
    const after = winnersOf(permitted(all.slice(0, 2)));
    const moved = sessions.filter((_, index) => before[index] !== after[index]);
    expect(moved).toEqual(sessions.filter((_, index) => before[index] === 'c'));
  });

  it('puts the crowded last, each part in its order', () => {
    const routes = permitted([
      ['local', 0, 1],
      ['other-local', 1, 1],
      ['cloud', 2, 1],
      ['far-cloud', 3, 1],
    ]);
    routes.routes.forEach((route) => (route.provider = { id: route.upstreamModel } as Provider));
    const crowded = new Set(['local', 'other-local']);
    const ordered = orderRoutes(routes, ({ id }) => crowded.has(id));
    expect(names(ordered)).toEqual(['cloud', 'far-cloud', 'local', 'other-local']);
  });
});
