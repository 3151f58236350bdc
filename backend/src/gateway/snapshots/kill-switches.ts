import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { createPool, query } from '../../lib/sql.ts';
import { indexKillSwitches, type KillSwitch, type KillSwitches } from '../kill-switches.ts';
import { createRereads } from './rereads.ts';

/** Besides the announcements: a listener that is dead and does not know it must not hide a switch for a second. */
const pollEveryMs = 500;
const queryTimeoutMs = 1_000;

/** Keeps the switches that are thrown in memory. `onChange` hears of every change. */
export async function watchKillSwitches(options: {
  url: string;
  log: FastifyBaseLogger;
  onChange: (kills: KillSwitches) => void;
}) {
  const { url, log, onChange } = options;
  // Of its own: a switch must be seen even when everything else waits for the database.
  const db = createPool(url, 'litemaas kill switches', {
    max: 2,
    query_timeout: queryTimeoutMs,
    connectionTimeoutMillis: queryTimeoutMs,
  });
  const rereads = createRereads();
  let kills: KillSwitches = new Map();
  let knownIds = '';
  /** When the reading of what is known began, and that of the latest one; by performance.now(). */
  let knownMs = 0;
  let beganMs = 0;
  let reading: Promise<void>;

  function read(): Promise<void> {
    beganMs = performance.now();
    return (reading = readFrom(beganMs));
  }
  async function readFrom(startMs: number): Promise<void> {
    const list = await selectKillSwitches(db);
    // Readings may overtake each other: what began earlier may have seen less.
    if (startMs < knownMs) return;
    knownMs = startMs;
    const ids = list.map(({ id }) => id).join(' ');
    if (ids === knownIds) return;
    knownIds = ids;
    kills = indexKillSwitches(list);
    onChange(kills);
  }
  const readAgain = () =>
    void read().catch((error: unknown) => log.debug({ err: error }, 'kill switches could not be read'));

  await read();
  const timer = setInterval(readAgain, pollEveryMs).unref();
  return {
    known: () => kills,
    /** Something may have changed. */
    readAgain,
    /** Makes sure that what is known was read after `sinceMs`; gives whether it had to be read again for that. */
    async readSince(sinceMs: number): Promise<boolean> {
      if (knownMs >= sinceMs) return false;
      if (beganMs < sinceMs)
        await rereads.dropSoon('kill switches', beganMs, () => void read().catch(() => {}));
      await reading;
      return true;
    },
    async close() {
      clearInterval(timer);
      await db.end();
    },
  };
}

/** The oldest first. */
const selectKillSwitches = (db: pg.Pool) =>
  query<KillSwitch>(
    db,
    'SELECT id, scope, scope_id AS "scopeId", reason FROM kill_switches WHERE lifted_at IS NULL ORDER BY id',
  );
