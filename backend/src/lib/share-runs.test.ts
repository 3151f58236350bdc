import { expect, test } from 'vitest';
import { shareRuns } from './share-runs.ts';

/** Runs that end when they are told to. */
function createRuns() {
  const ends: ((error?: Error) => void)[] = [];
  const ask = shareRuns(
    () =>
      new Promise<number>((resolve, reject) => {
        const number = ends.length + 1;
        ends.push((error) => (error ? reject(error) : resolve(number)));
      }),
  );
  return { ask, ends };
}

test('one at a time; who comes meanwhile shares the next one', async () => {
  const { ask, ends } = createRuns();
  const [first, second, third] = [ask(), ask(), ask()];
  expect(ends).toHaveLength(1);
  ends[0]?.();
  expect(await first).toBe(1);
  await expect.poll(() => ends.length).toBe(2);
  const fourth = ask();
  ends[1]?.();
  expect(await Promise.all([second, third])).toEqual([2, 2]);
  await expect.poll(() => ends.length).toBe(3);
  ends[2]?.();
  expect(await fourth).toBe(3);
  const fifth = ask();
  ends[3]?.();
  expect(await fifth).toBe(4);
});

test('one that fails does not keep the next from running', async () => {
  const { ask, ends } = createRuns();
  const [first, second] = [ask(), ask()];
  ends[0]?.(new Error('broken'));
  await expect(first).rejects.toThrow('broken');
  await expect.poll(() => ends.length).toBe(2);
  ends[1]?.();
  expect(await second).toBe(2);
});
