import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { query } from '../lib/sql.ts';

const flushEveryMs = 10_000;

/** Keeps when each key was last used, and writes it down every few seconds: nobody needs it at once. */
export function createLastUsed(db: pg.Pool, log: FastifyBaseLogger) {
  let usedAtMs = new Map<string, number>();

  async function flush(): Promise<void> {
    if (usedAtMs.size === 0) return;
    const entries = [...usedAtMs];
    usedAtMs = new Map();
    await query(
      db,
      // In one order everywhere: instances write the same keys at the same time.
      `WITH used AS (SELECT k.id, to_timestamp(x.at / 1000.0) AS at FROM unnest($1::text[], $2::float8[]) x(id, at)
         JOIN api_keys k ON k.id = x.id WHERE k.last_used_at IS NULL OR k.last_used_at < to_timestamp(x.at / 1000.0)
         ORDER BY k.id FOR NO KEY UPDATE OF k)
       UPDATE api_keys k SET last_used_at = used.at FROM used WHERE k.id = used.id`,
      [entries.map(([id]) => id), entries.map(([, at]) => at)],
    ).catch((error: unknown) => log.warn({ err: error }, 'could not write when keys were last used'));
  }

  const timer = setInterval(() => void flush(), flushEveryMs).unref();
  return {
    touch: (keyId: string, atMs: number) => void usedAtMs.set(keyId, atMs),
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
