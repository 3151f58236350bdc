import { describe, expect, it, vi } from 'vitest';
import { createRereads } from './rereads.ts';

describe('rereads', () => {
  it('happen at once where the snapshot is old', async () => {
    const drop = vi.fn();
    await createRereads().dropSoon('a', performance.now() - 1_000, drop);
    expect(drop).toHaveBeenCalledTimes(1);
  });

  it('of one snapshot are shared by all who ask while one is due', async () => {
    const rereads = createRereads();
    const drop = vi.fn();
    const beganMs = performance.now();
    await Promise.all(Array.from({ length: 500 }, () => rereads.dropSoon('a', beganMs, drop)));
    expect(drop).toHaveBeenCalledTimes(1);
    expect(performance.now() - beganMs).toBeGreaterThanOrEqual(199);
  });

  it('of different snapshots do not wait for each other', async () => {
    const rereads = createRereads();
    const late = rereads.dropSoon('young', performance.now(), () => {});
    const drop = vi.fn();
    await rereads.dropSoon('old', performance.now() - 1_000, drop);
    expect(drop).toHaveBeenCalledTimes(1);
    await late;
  });
});
