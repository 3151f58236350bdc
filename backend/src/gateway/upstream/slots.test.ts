import { describe, expect, it } from 'vitest';
import { StopSignal } from '../stop-signal.ts';
import { createSlots } from './slots.ts';

const stay = () => new StopSignal();
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
    const left = acquire(leaver);
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
    await expect(acquire(gone)).rejects.toThrow('gone');
    await acquire(stay());
    await expect(acquire(gone)).rejects.toThrow('gone');
  });

  it('without a bound are free', async () => {
    const { acquire } = createSlots(null, 0);
    await Promise.all(Array.from({ length: 100 }, () => acquire(stay())));
  });
});
