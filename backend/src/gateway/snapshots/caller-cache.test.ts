import { describe, expect, it, vi } from 'vitest';
import { createCallerCache } from './caller-cache.ts';
import type { Caller } from './callers.ts';

const lifeMs = 30_000;
const caller = (accountId: string) => ({ accountId }) as Caller;
/** A load that ends when it is told to. */
function loading() {
  const results: ((found: Caller | undefined) => void)[] = [];
  const load = vi.fn(() => new Promise<Caller | undefined>((resolve) => results.push(resolve)));
  return { load, answer: (index: number, found: Caller | undefined) => results[index]?.(found) };
}

describe('the callers that are kept', () => {
  it('are read once by all who ask together, and kept for their life', async () => {
    let nowMs = 0;
    const cache = createCallerCache(() => nowMs);
    const { load, answer } = loading();
    const asking = [cache.get('k', lifeMs, load), cache.get('k', lifeMs, load)];
    answer(0, caller('a'));
    expect(await Promise.all(asking)).toEqual([caller('a'), caller('a')]);
    nowMs = lifeMs - 1;
    expect(await cache.get('k', lifeMs, load)).toEqual(caller('a'));
    expect(load).toHaveBeenCalledTimes(1);
    nowMs = lifeMs;
    void cache.get('k', lifeMs, load);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('also when nobody is found, but for five seconds only', async () => {
    let nowMs = 0;
    const cache = createCallerCache(() => nowMs);
    const load = vi.fn(async () => undefined);
    await cache.get('k', lifeMs, load);
    nowMs = 4_999;
    await cache.get('k', lifeMs, load);
    expect(load).toHaveBeenCalledTimes(1);
    nowMs = 5_000;
    await cache.get('k', lifeMs, load);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['the key', (cache: ReturnType<typeof createCallerCache>) => cache.forget('k')],
    ['the account', (cache: ReturnType<typeof createCallerCache>) => cache.forgetAccount('new')],
    ['everything', (cache: ReturnType<typeof createCallerCache>) => cache.forgetAll()],
  ])('are not those of a reading that began before %s was forgotten', async (_what, forget) => {
    const cache = createCallerCache(() => 0);
    const { load, answer } = loading();
    const before = cache.get('k', lifeMs, load);
    forget(cache);
    const after = cache.get('k', lifeMs, load);
    answer(1, caller('new'));
    expect(await after).toEqual(caller('new'));
    answer(0, caller('old'));
    expect(await before).toEqual(caller('old'));
    expect(await cache.get('k', lifeMs, load)).toEqual(caller('new'));
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('are those of other accounts still, when one is forgotten', async () => {
    const cache = createCallerCache(() => 0);
    const load = vi.fn(async () => caller('a'));
    await cache.get('k', lifeMs, load);
    cache.forgetAccount('b');
    await cache.get('k', lifeMs, load);
    expect(load).toHaveBeenCalledTimes(1);
    cache.forgetAccount('a');
    await cache.get('k', lifeMs, load);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('are read again after a reading that failed', async () => {
    const cache = createCallerCache(() => 0);
    await expect(cache.get('k', lifeMs, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await cache.get('k', lifeMs, async () => caller('a'))).toEqual(caller('a'));
  });

  it('know when they were read', async () => {
    const cache = createCallerCache(() => 0);
    const sinceMs = performance.now();
    const found = await cache.get('k', lifeMs, async () => caller('a'));
    const origin = cache.originOf(found as Caller);
    expect(origin?.name).toBe('k');
    expect(origin?.beganMs).toBeGreaterThanOrEqual(sinceMs);
  });
});
