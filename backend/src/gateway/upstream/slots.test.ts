import { describe, expect, it } from 'vitest';
import { StopSignal } from '../stop-signal.ts';
import { type Asker, createSlots } from './slots.ts';

const hourMs = 3_600_000;
const asker = (account = 'a', priority = 0, signal = new StopSignal(), waitMsMost = hourMs): Asker => ({
  account,
  priority,
  signal,
  waitMsMost,
  position: 0,
  waitedMs: 0,
});
const stay = asker;
/** Lets everything run that can. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('slots', () => {
  it('let as many run as there are, and the next ones in the order they came', async () => {
    const { acquire } = createSlots(2, null);
    const [first, second] = [await acquire(stay()), await acquire(stay())];
    const entered: string[] = [];
    const third = acquire(stay()).then((release) => (entered.push('third'), release));
    const fourth = acquire(stay()).then((release) => (entered.push('fourth'), release));
    await turn();
    expect(entered).toEqual([]);
    first();
    await turn();
    expect(entered).toEqual(['third']);
    second();
    (await third)();
    await fourth;
    expect(entered).toEqual(['third', 'fourth']);
  });

  it('given back twice are one slot', async () => {
    const { acquire } = createSlots(1, 0);
    const release = await acquire(stay());
    release();
    release();
    await acquire(stay());
    await expect(acquire(stay())).rejects.toMatchObject({ status: 503, code: 'upstream_unavailable' });
  });

  it('turn away whoever finds the line full, and nobody else', async () => {
    const { acquire } = createSlots(1, 1);
    const release = await acquire(stay());
    const waiting = acquire(stay());
    await expect(acquire(stay())).rejects.toMatchObject({
      status: 503,
      code: 'upstream_unavailable',
      headers: { 'retry-after': '5' },
    });
    release();
    await expect(waiting).resolves.toBeTypeOf('function');
  });

  it('forget who leaves the line', async () => {
    const { acquire } = createSlots(1, 1);
    const release = await acquire(stay());
    const leaver = new StopSignal();
    const left = acquire(asker('a', 0, leaver));
    leaver.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    const next = acquire(stay());
    release();
    await expect(next).resolves.toBeTypeOf('function');
  });

  it('do not line up who has left already', async () => {
    const { acquire } = createSlots(1, 5);
    const gone = new StopSignal();
    gone.abort(new Error('gone'));
    await expect(acquire(asker('a', 0, gone))).rejects.toThrow('gone');
    await acquire(stay());
    await expect(acquire(asker('a', 0, gone))).rejects.toThrow('gone');
  });

  it('without a bound are free', async () => {
    const { acquire } = createSlots(null, 0);
    await Promise.all(Array.from({ length: 100 }, () => acquire(stay())));
  });
});

describe('a line', () => {
  /** Fills the one slot, lets these line up, and gives the order in which they are served. */
  async function served(waiting: [account: string, priority?: number][], maxQueue: number | null = null) {
    const { acquire } = createSlots(1, maxQueue);
    const release = await acquire(asker('first'));
    const order: string[] = [];
    const refused: number[] = [];
    const all = waiting.map(([account, priority], index) =>
      acquire(asker(account, priority)).then(
        (free) => {
          order.push(`${account}${index}`);
          free();
        },
        () => refused.push(index),
      ),
    );
    await turn();
    release();
    await Promise.all(all);
    return { order, refused };
  }

  it('serves accounts in turn: one cannot starve the others', async () => {
    const { order } = await served([['a'], ['a'], ['a'], ['b'], ['c'], ['b']]);
    expect(order).toEqual(['a0', 'b3', 'c4', 'a1', 'b5', 'a2']);
  });
  it('serves plans of a higher priority first', async () => {
    const { order } = await served([['a'], ['b', 2], ['c', 1], ['b', 2], ['d', 2]]);
    expect(order).toEqual(['b1', 'd4', 'b3', 'c2', 'a0']);
  });
  it('that is full has room for who has less waiting', async () => {
    const { order, refused } = await served([['a'], ['a'], ['a'], ['b'], ['b'], ['b']], 3);
    expect(order).toEqual(['a0', 'b3', 'a1']);
    expect(refused.toSorted()).toEqual([2, 4, 5]);
  });
  it('that is full has room for a higher priority, and none for a lower one', async () => {
    const { order, refused } = await served(
      [
        ['a', 1],
        ['b', 1],
        ['c', 2],
        ['d', 0],
      ],
      2,
    );
    expect(order).toEqual(['c2', 'b1']);
    expect(refused.toSorted()).toEqual([0, 3]);
  });
  it('is not waited in for ever', async () => {
    const { acquire } = createSlots(1, null);
    const release = await acquire(asker());
    await expect(acquire(asker('a', 0, new StopSignal(), 10))).rejects.toMatchObject({
      status: 503,
      code: 'upstream_unavailable',
    });
    const waiting = acquire(asker('b'));
    release();
    await expect(waiting).resolves.toBeTypeOf('function');
  });
  it('tells who is in it which one they are, and for how long they were', async () => {
    const { acquire } = createSlots(1, null);
    const release = await acquire(asker());
    const [one, two, three] = [asker('a'), asker('a'), asker('b')];
    const [first, vip] = [asker('a'), asker('c', 5)];
    const all = [one, two, three, vip, first].map((who) => acquire(who).then((free) => free()));
    expect([one, two, three, vip, first].map(({ position }) => position)).toEqual([1, 2, 2, 1, 5]);
    release();
    await Promise.all(all);
    expect(one.waitedMs).toBeGreaterThan(0);
    const free = asker();
    await acquire(free);
    expect([free.position, free.waitedMs]).toEqual([0, 0]);
  });
  it('is left by who does not want to wait so long, with what it would have taken', async () => {
    const { acquire } = createSlots(1, null);
    (await acquire(asker()))();
    await acquire(asker());
    const impatient = acquire(asker('a', 0, new StopSignal(), 0));
    await expect(impatient).rejects.toMatchObject({
      fate: 'queue_timeout',
      headers: {
        'retry-after': '1',
        'x-litemaas-queue-position': '1',
        'x-litemaas-queue-wait-ms': expect.stringMatching(/^\d+$/) as string,
      },
    });
  });
});
