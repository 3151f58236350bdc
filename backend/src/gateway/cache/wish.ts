import { invalidRequest } from '../errors.ts';
import type { Incoming } from '../incoming.ts';
import type { Caller } from '../snapshots/callers.ts';

const header = 'x-litemaas-cache';
const defaultSeconds = 3_600;

/** What a call wants of the cache. */
export type CacheWish = {
  /** Whether an answer may come from it, and how old that may be; null: as old as it is kept. */
  reads: boolean;
  oldestSeconds: number | null;
  /** For how long its own answer may be kept. */
  keptSeconds: number;
};

/**
 * Caching is asked for by the key or, with `x-litemaas-cache: on`, by the call; `off` and `Cache-Control`
 * (RFC 9111: no-store, no-cache, max-age) restrict it.
 * @returns undefined where the call has nothing to do with the cache. @throws 400
 */
export function cacheWishOf(
  { request: { headers } }: Incoming,
  { cacheSeconds }: Caller,
): CacheWish | undefined {
  const word = headers[header];
  if (word !== undefined && word !== 'on' && word !== 'off')
    throw invalidRequest(`The header "${header}" must be "on" or "off".`, header);
  if (word === 'off' || (word === undefined && cacheSeconds === null)) return undefined;
  const control = headers['cache-control'] ?? '';
  if (/\bno-store\b/i.test(control)) return undefined;
  const maxAge = /\bmax-age\s*=\s*"?(\d{1,9})/i.exec(control)?.[1];
  return {
    reads: !/\bno-cache\b/i.test(control),
    oldestSeconds: maxAge === undefined ? null : Number(maxAge),
    keptSeconds: cacheSeconds ?? defaultSeconds,
  };
}
