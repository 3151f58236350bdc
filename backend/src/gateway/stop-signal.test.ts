import { expect, test, vi } from 'vitest';
import { StopSignal } from './stop-signal.ts';

test('tells its listeners once, and keeps the first reason', () => {
  const signal = new StopSignal();
  const [first, second, takenBack] = [vi.fn(), vi.fn(), vi.fn()];
  signal.onAbort(first);
  signal.onAbort(takenBack)();
  signal.onAbort(second);
  expect([signal.aborted, signal.reason]).toEqual([false, undefined]);
  expect(() => signal.throwIfAborted()).not.toThrow();

  signal.abort(new Error('gone'));
  signal.abort(new Error('later'));
  expect([first, second, takenBack].map((listener) => listener.mock.calls.length)).toEqual([1, 1, 0]);
  expect([signal.aborted, signal.reason?.message]).toEqual([true, 'gone']);
  expect(() => signal.throwIfAborted()).toThrow('gone');
});
