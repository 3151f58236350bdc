import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { advisoryLocks } from '../../lib/advisory-locks.ts';
import { exclusively } from '../../lib/exclusively.ts';
import { createPool, query } from '../../lib/sql.ts';
import type { Batcher } from './batcher.ts';
import { createSilence } from './silence.ts';
import { livingLock } from './instance.ts';
import type { HeldCall } from './items.ts';
import { orphanSettlement } from './release.ts';

const sweepEveryMs = 5_000;
const queryTimeoutMs = 10_000;
const fenceLock = 7305;

/**
 * Finds instances whose lock is free and that are silent, marks them dead (after which none of their batches
 * is accepted) and settles their open calls at their input cost. Any instance sweeps; one at a time does.
 */
export function startSweeper({
  url,
  batcher,
  log,
}: {
  url: string;
  batcher: Batcher;
  log: FastifyBaseLogger;
}) {
  let running: Promise<void> | undefined;
  const silence = createSilence();
  const pool = createPool(url, 'litemaas sweeper', {
    max: 1,
    idleTimeoutMillis: 1_000,
    query_timeout: queryTimeoutMs,
  });

  async function sweep(): Promise<void> {
    await exclusively(pool, advisoryLocks.sweep, async (client) => {
      for (const id of silence.of(await selectLiving(client))) await markDead(client, id);
      for (const id of await selectUnswept(client)) await sweepInstance(client, id);
    });
  }

  async function sweepInstance(client: pg.PoolClient, id: bigint): Promise<void> {
    const holds = await query<{ id: string; calls: HeldCall[] }>(
      client,
      'SELECT id, calls FROM holds WHERE instance_id = $1',
      [id.toString()],
    );
    const open = await findOpenCalls(client, holds);
    const settled = await Promise.allSettled(
      open.map(({ holdId, call }) => batcher.settle(orphanSettlement(call, holdId))),
    );
    const failed = settled.filter(({ status }) => status === 'rejected').length;
    if (failed > 0) {
      log.error(
        { instance: id.toString(), calls: failed },
        'open calls of a dead instance could not be settled',
      );
      return;
    }
    await client.query('DELETE FROM holds WHERE instance_id = $1', [id.toString()]);
    await client.query('UPDATE instances SET swept_at = now() WHERE id = $1', [id.toString()]);
    if (open.length > 0)
      log.warn({ instance: id.toString(), calls: open.length }, 'settled the open calls of a dead instance');
  }

  function tick(): Promise<void> {
    running ??= sweep()
      .catch((error: unknown) => log.warn({ err: error }, 'sweep failed; trying again'))
      .finally(() => (running = undefined));
    return running;
  }

  const timer = setInterval(() => void tick(), sweepEveryMs).unref();
  void tick();
  return {
    /** Looks now, and not only at the next time. */
    sweep: tick,
    async close() {
      clearInterval(timer);
      await running;
      await pool.end();
    },
  };
}

const selectLiving = (client: pg.PoolClient) =>
  query<{ id: bigint; seen_at: string }>(
    client,
    'SELECT id, seen_at::text FROM instances WHERE dead_at IS NULL ORDER BY id',
  );

async function selectUnswept(client: pg.PoolClient): Promise<bigint[]> {
  const dead = await query<{ id: bigint }>(
    client,
    'SELECT id FROM instances WHERE dead_at IS NOT NULL AND swept_at IS NULL ORDER BY id',
  );
  return dead.map(({ id }) => id);
}

/** Marks an instance dead if nobody holds its lock. Waits for its batches that are under way. */
async function markDead(client: pg.PoolClient, id: bigint): Promise<void> {
  await client.query('BEGIN');
  const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_xact_lock($1, $2) AS free', [
    livingLock,
    Number(id),
  ]);
  if (rows[0]?.free) {
    await client.query('SELECT pg_advisory_xact_lock($1, $2)', [fenceLock, Number(id)]);
    await client.query('UPDATE instances SET dead_at = now() WHERE id = $1', [id.toString()]);
  }
  await client.query('COMMIT');
}

/** Calls in the hold rows that have no usage record. */
async function findOpenCalls(client: pg.PoolClient, holds: { id: string; calls: HeldCall[] }[]) {
  const calls = holds.flatMap(({ id, calls: held }) => held.map((call) => ({ holdId: id, call })));
  const settled = await query<{ request_id: string }>(
    client,
    'SELECT request_id FROM usage_records WHERE request_id = ANY ($1)',
    [calls.map(({ call }) => call.requestId)],
  );
  const ids = new Set(settled.map(({ request_id }) => request_id));
  return calls.filter(({ call }) => !ids.has(call.requestId));
}
