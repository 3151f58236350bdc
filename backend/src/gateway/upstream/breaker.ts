import type { BreakerState } from '../../lib/provider-figures.ts';

/** What a call says of what it went through. Null: nothing, such as when its client left early. */
export type Vote = 'ok' | 'failed' | null;
/** The right to pass a breaker once. Give exactly one vote back. */
export type Pass = { isTrial: boolean; vote: (vote: Vote) => void };
export type Breaker = ReturnType<typeof createBreaker>;

type Cast = { caller: string; failed: boolean; atMs: number };

const windowMs = 30_000;
const votesKept = 200;
export const pauseMs = 30_000;

/**
 * Stops asking what keeps failing. It opens when in half a minute there were enough votes, and at least half of
 * the callers saw more failures than answers: one caller has one voice, however many bad requests they send. After
 * a pause one call tries it; an answer closes it, a failure begins another pause, silence lets the next one try.
 * @param callersLeast how many callers must have seen it fail
 */
export function createBreaker(
  { votesLeast, callersLeast }: { votesLeast: number; callersLeast: number },
  nowMs: () => number = () => performance.now(),
) {
  const votes: Cast[] = [];
  let openedAtMs: number | null = null;
  let isTried = false;
  /** Whose trial failed last: others go first. */
  let triedBy: string | null = null;

  function cast(caller: string, failed: boolean) {
    const now = nowMs();
    votes.push({ caller, failed, atMs: now });
    while (votes.length > votesKept || now - (votes[0] as Cast).atMs >= windowMs) votes.shift();
    if (failed && isFailing()) open(null);
  }

  function isFailing(): boolean {
    if (votes.length < votesLeast) return false;
    const balance = new Map<string, number>();
    for (const { caller, failed } of votes)
      balance.set(caller, (balance.get(caller) ?? 0) + (failed ? 1 : -1));
    const failing = [...balance.values()].filter((failures) => failures > 0).length;
    return failing >= callersLeast && failing * 2 >= balance.size;
  }

  function open(caller: string | null) {
    openedAtMs = nowMs();
    triedBy = caller;
    votes.length = 0;
  }

  /** How long until a caller may try it; 0: now. */
  function waitMs(caller: string | null): number {
    if (openedAtMs === null) return 0;
    const pause = caller !== null && caller === triedBy ? 2 * pauseMs : pauseMs;
    return Math.max(0, openedAtMs + pause - nowMs());
  }

  return {
    /** @returns how many milliseconds to wait, where it is open */
    enter(caller: string): Pass | number {
      if (openedAtMs === null)
        return {
          isTrial: false,
          vote(vote) {
            // What was under way when it opened says nothing new.
            if (vote !== null && openedAtMs === null) cast(caller, vote === 'failed');
          },
        };
      const wait = waitMs(caller);
      if (wait > 0 || isTried) return Math.max(wait, 1_000);
      isTried = true;
      return {
        isTrial: true,
        vote(vote) {
          isTried = false;
          if (vote === 'ok') openedAtMs = triedBy = null;
          else if (vote === 'failed') open(caller);
        },
      };
    },
    state: (): BreakerState => (openedAtMs === null ? 'closed' : waitMs(null) > 0 ? 'open' : 'half_open'),
    /** Calls went through it lately, or it is not closed. */
    isKnown: () => openedAtMs !== null || votes.some(({ atMs }) => nowMs() - atMs < windowMs),
  };
}
