import { hostname } from 'node:os';
import type { FastifyBaseLogger } from 'fastify';
import pg from 'pg';
import { connectionConfig } from '../../lib/sql.ts';

/** Advisory lock class: (this, instance id) is held by the session of a living instance. */
export const livingLock = 7304;
const beatMs = 5_000;
const reconnectDelayMs = 500;

export type Instance = Awaited<ReturnType<typeof registerInstance>>;

/**
 * Registers this process: a row, and an advisory lock that its session holds for as long as it lives.
 * A lost connection is made anew and the lock taken again; marked dead meanwhile, it registers as a new one.
 */
export async function registerInstance(url: string, log: FastifyBaseLogger) {
  let { client, id } = await open();
  let closed = false;
  let reopening: Promise<void> | undefined;

  async function open(previousId?: bigint): Promise<{ client: pg.Client; id: bigint }> {
    const connection = new pg.Client(connectionConfig(url, 'litemaas instance'));
    connection.on('error', () => {});
    await connection.connect();
    const kept = previousId === undefined ? undefined : await takeLock(connection, previousId);
    const current = kept ?? (await insertInstance(connection));
    return { client: connection, id: current };
  }

  async function reopen(): Promise<void> {
    while (!closed) {
      try {
        ({ client, id } = await open(id));
        return;
      } catch {
        await new Promise((resume) => setTimeout(resume, reconnectDelayMs));
      }
    }
  }

  const beat = setInterval(() => {
    if (reopening) return;
    client
      .query<{ dead: boolean }>('UPDATE instances SET seen_at = now() WHERE id = $1 AND dead_at IS NULL', [
        id.toString(),
      ])
      .then((result) => {
        if (result.rowCount === 0) throw new Error('this instance was marked dead');
      })
      .catch((error: unknown) => {
        if (closed) return;
        log.warn({ err: error }, 'instance connection lost; registering again');
        client.end().catch(() => {});
        reopening = reopen().finally(() => (reopening = undefined));
      });
  }, beatMs).unref();

  return {
    id: () => id,
    /** Says goodbye: with nothing held, nobody has to sweep. */
    async close() {
      closed = true;
      clearInterval(beat);
      await reopening;
      await client
        .query(
          'UPDATE instances SET dead_at = now(), swept_at = now() WHERE id = $1 AND NOT EXISTS (SELECT FROM holds WHERE instance_id = $1)',
          [id.toString()],
        )
        .catch(() => {});
      await client.end().catch(() => {});
    },
  };
}

async function insertInstance(client: pg.Client): Promise<bigint> {
  const result = await client.query<{ id: bigint }>(
    'INSERT INTO instances (host, process_id) VALUES ($1, $2) RETURNING id',
    [hostname(), process.pid],
  );
  const { id } = result.rows[0] as { id: bigint };
  await client.query('SELECT pg_advisory_lock($1, $2)', [livingLock, Number(id)]);
  return id;
}

/** The instance it was before, if nobody has marked it dead. */
async function takeLock(client: pg.Client, id: bigint): Promise<bigint | undefined> {
  await client.query('SELECT pg_advisory_lock($1, $2)', [livingLock, Number(id)]);
  const alive = await client.query('UPDATE instances SET seen_at = now() WHERE id = $1 AND dead_at IS NULL', [
    id.toString(),
  ]);
  return alive.rowCount === 1 ? id : undefined;
}
