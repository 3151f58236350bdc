import type { FastifyBaseLogger } from 'fastify';
import pg from 'pg';
import { connectionConfig, query } from '../../lib/sql.ts';
import type { Batcher } from './batcher.ts';
import { livingLock } from './instance.ts';
import type { HeldCall } from './items.ts';
import { orphanSettlement } from './release.ts';

const sweepEveryMs = 5_000;
/** A restarting database frees all locks at once; its living instances have taken theirs again by then. */
const silentFor = '12 seconds';
const fenceLock = 7305;
const sweepLock = 7_305_002;

/**
 * Finds instances whose lock is free, marks them dead (after which none of their batches is accepted) and
 * settles their open calls at their input cost. Any instance sweeps; one at a time does.
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
  const pool = new pg.Pool({
    ...connectionConfig(url, 'litemaas sweeper'),
    max: 1,
    idleTimeoutMillis: 1_000,
  });
  pool.on('error', () => {});

  async function sweep(): Promise<void> {
    const client = await pool.connect();
    try {
      const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
        sweepLock,
      ]);
      if (!rows[0]?.taken) return;
      for (const id of await findDeadInstances(client)) await sweepInstance(client, id);
      await client.query('SELECT pg_advisory_unlock($1)', [sweepLock]);
    } finally {
      client.release();
    }
  }

  async function sweepInstance(client: pg.PoolClient, id: bigint): Promise<void> {
    const holds = await query<{ id: string; calls: HeldCall[] }>(
      client,
      'SELECT id, calls FROM holds WHERE instance_id = $1',
      [id.toString()],
    );
    const open = await findOpenCalls(client, holds);
    await Promise.all(open.map(({ holdId, call }) => batcher.settle(orphanSettlement(call, holdId))));
    await client.query('DELETE FROM holds WHERE instance_id = $1', [id.toString()]);
    await client.query('UPDATE instances SET swept_at = now() WHERE id = $1', [id.toString()]);
    if (open.length > 0)
      log.warn({ instance: id.toString(), calls: open.length }, 'settled the open calls of a dead instance');
  }

  const timer = setInterval(() => {
    running ??= sweep()
      .catch((error: unknown) => log.warn({ err: error }, 'sweep failed; trying again'))
      .finally(() => (running = undefined));
  }, sweepEveryMs).unref();

  return {
    sweep,
    async close() {
      clearInterval(timer);
      await running;
      await pool.end();
    },
  };
}

/** Marks instances dead that hold no lock and have been silent, and gives all that still have to be swept. */
async function findDeadInstances(client: pg.PoolClient): Promise<bigint[]> {
  const silent = await query<{ id: bigint }>(
    client,
    'SELECT id FROM instances WHERE dead_at IS NULL AND seen_at < now() - $1::interval',
    [silentFor],
  );
  for (const { id } of silent) {
    await client.query('BEGIN');
    const { rows } = await client.query<{ free: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1, $2) AS free',
      [livingLock, Number(id)],
    );
    if (rows[0]?.free) {
      await client.query('SELECT pg_advisory_xact_lock($1, $2)', [fenceLock, Number(id)]);
      await client.query('UPDATE instances SET dead_at = now() WHERE id = $1', [id.toString()]);
    }
    await client.query('COMMIT');
  }
  const dead = await query<{ id: bigint }>(
    client,
    'SELECT id FROM instances WHERE dead_at IS NOT NULL AND swept_at IS NULL ORDER BY id',
  );
  return dead.map(({ id }) => id);
}

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
