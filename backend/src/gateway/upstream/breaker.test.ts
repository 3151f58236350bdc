import { beforeEach, describe, expect, it } from 'vitest';
import { type Breaker, createBreaker, pauseMs, type Vote } from './breaker.ts';

let now: number;
let breaker: Breaker;
beforeEach(() => {
  now = 1_000;
  breaker = createBreaker({ votesLeast: 10, callersLeast: 2 }, () => now);
});

/** Whether a call was let through. */
function call(caller: string, vote: Vote): boolean {
  const pass = breaker.enter(caller);
  if (typeof pass === 'number') return false;
  pass.vote(vote);
  return true;
}
const times = (count: number, act: () => void) => Array.from({ length: count }, act);
function openIt() {
  times(5, () => call('a', 'failed'));
  times(5, () => call('b', 'failed'));
  expect(breaker.state()).toBe('open');
}

describe('opens', () => {
  it('when callers see it fail, and not before there are enough votes', () => {
    times(9, () => call('a', 'failed'));
    expect(breaker.state()).toBe('closed');
    call('b', 'failed');
    expect(breaker.state()).toBe('open');
    expect(breaker.enter('c')).toBe(pauseMs);
  });
  it('not by one caller alone, however often', () => {
    times(500, () => call('a', 'failed'));
    expect(breaker.state()).toBe('closed');
    times(3, () => call('b', 'ok'));
    times(500, () => call('a', 'failed'));
    expect(breaker.state()).toBe('closed');
  });
  it('not while most callers get answers', () => {
    for (const caller of ['c', 'd', 'e']) times(3, () => call(caller, 'ok'));
    for (const caller of ['a', 'b']) times(50, () => call(caller, 'failed'));
    expect(breaker.state()).toBe('closed');
  });
  it('not by a few failures among answers', () => {
    for (const caller of ['a', 'b']) {
      times(6, () => call(caller, 'ok'));
      times(5, () => call(caller, 'failed'));
    }
    expect(breaker.state()).toBe('closed');
  });
  it('not by failures of long ago', () => {
    times(5, () => call('a', 'failed'));
    now += 31_000;
    times(5, () => call('b', 'failed'));
    expect(breaker.state()).toBe('closed');
  });
  it('not by those who say nothing', () => {
    for (const caller of ['a', 'b']) times(50, () => call(caller, null));
    expect(breaker.state()).toBe('closed');
  });
  it('by one caller, where failures cannot be of their making', () => {
    breaker = createBreaker({ votesLeast: 5, callersLeast: 1 }, () => now);
    times(5, () => call('a', 'failed'));
    expect(breaker.state()).toBe('open');
  });
});

describe('after a pause', () => {
  beforeEach(() => {
    openIt();
    now += pauseMs - 1;
    expect(call('a', 'ok')).toBe(false);
    now += 1;
    expect(breaker.state()).toBe('half_open');
  });
  it('one call tries it, and no other meanwhile', () => {
    const trial = breaker.enter('a');
    expect(trial).toMatchObject({ isTrial: true });
    expect(call('b', 'ok')).toBe(false);
  });
  it('an answer closes it', () => {
    call('a', 'ok');
    expect(breaker.state()).toBe('closed');
    times(9, () => call('a', 'failed'));
    expect(breaker.state()).toBe('closed');
  });
  it('a failure begins another one, and somebody else goes first then', () => {
    call('a', 'failed');
    expect(breaker.state()).toBe('open');
    now += pauseMs;
    expect(call('a', 'ok')).toBe(false);
    expect(call('b', 'ok')).toBe(true);
    expect(breaker.state()).toBe('closed');
  });
  it('a client who leaves neither closes it nor begins another one', () => {
    call('a', null);
    expect(breaker.state()).toBe('half_open');
    expect(call('b', 'ok')).toBe(true);
    expect(breaker.state()).toBe('closed');
  });
});

it('calls that were under way when it opened neither close it nor count', () => {
  const early = breaker.enter('c');
  openIt();
  if (typeof early !== 'number') early.vote('ok');
  expect(breaker.state()).toBe('open');
});
