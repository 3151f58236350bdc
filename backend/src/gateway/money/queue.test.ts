import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Admission, Settlement } from './items.ts';
import { createQueue, lateMs, type Queue, type Work } from './queue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const admission = (requestId: string) => ({ requestId }) as Admission;
const settlement = { usage: {} } as Settlement;

/** A lane that waits, and notes the work it goes with; it is back when told so. */
function lane(queue: Queue) {
  const trips: Work[] = [];
  async function go() {
    if (await queue.hasWork()) trips.push(queue.take());
  }
  void go();
  return {
    trips,
    back: () => {
      queue.returned(trips.at(-1) as Work);
      void go();
    },
  };
}
const turn = () => vi.advanceTimersByTimeAsync(1);
const sizes = (trips: Work[]) => trips.map((work) => [work.admissions.length, work.settlements.length]);

test('what comes in a turn goes together, of both kinds, and with one lane', async () => {
  const queue = createQueue();
  const [first, second] = [lane(queue), lane(queue)];
  void queue.admit(admission('a'));
  void queue.admit(admission('b'));
  void queue.settle(settlement);
  await turn();
  expect([sizes(first.trips), sizes(second.trips)]).toEqual([[[2, 1]], []]);
});

test('what comes while a lane is under way goes when it is back', async () => {
  const queue = createQueue();
  const [first, second] = [lane(queue), lane(queue)];
  void queue.admit(admission('a'));
  await turn();
  void queue.admit(admission('b'));
  void queue.admit(admission('c'));
  await vi.advanceTimersByTimeAsync(lateMs - 1);
  expect([sizes(first.trips), sizes(second.trips)]).toEqual([[[1, 0]], []]);
  first.back();
  await turn();
  expect([...sizes(first.trips), ...sizes(second.trips)]).toEqual([
    [1, 0],
    [2, 0],
  ]);
});

test('nobody waits for one that is late', async () => {
  const queue = createQueue();
  const [first, second] = [lane(queue), lane(queue)];
  void queue.admit(admission('a'));
  await turn();
  void queue.admit(admission('b'));
  await vi.advanceTimersByTimeAsync(lateMs);
  await turn();
  expect([sizes(first.trips), sizes(second.trips)]).toEqual([[[1, 0]], [[1, 0]]]);
  void queue.admit(admission('c'));
  first.back();
  await turn();
  expect([sizes(first.trips), sizes(second.trips)]).toEqual([[[1, 0]], [[1, 0]]]);
  second.back();
  await turn();
  expect(sizes(first.trips).concat(sizes(second.trips))).toEqual([
    [1, 0],
    [1, 0],
    [1, 0],
  ]);
});

test('closed, it lets all lanes go and nobody in', async () => {
  const queue = createQueue();
  const idle = queue.hasWork();
  const waiting = queue.admit(admission('a'));
  queue.close(new Error('over'));
  await expect(waiting).rejects.toThrow('over');
  await expect(queue.admit(admission('b'))).rejects.toThrow('over');
  expect([await idle, await queue.hasWork()]).toEqual([false, false]);
});
