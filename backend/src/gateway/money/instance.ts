import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { createClient } from '../../lib/sql.ts';

/** Advisory lock class: (this, instance id) is held by the session of a living instance. */
export const livingLock = 7304;
const beatMs = 5_000;
const queryTimeoutMs = 5_000;
const reconnectDelayMs = 500;

type Session = { client: pg.Client; id: bigint };

export type Instance = Awaited<ReturnType<typeof registerInstance>>;

/**
 * Registers this process: a row, and an advisory lock that its session holds for as long as it lives.
 * A lost connection is made anew and the lock taken again; marked dead meanwhile, it registers as a new one.
 */
export async function registerInstance(url: string, log: FastifyBaseLogger) {
  let session = watch(await openSession(url));
  let closed = false;
  let reopening: Promise<void> | undefined;

  function watch(opened: Session): Session {
    opened.client.once('end', () => {
      if (opened === session) void register('its connection was lost');
    });
    return opened;
  }

  function register(reason: string): Promise<void> {
    if (closed) return Promise.resolve();
    if (!reopening) log.warn({ instance: session.id.toString(), reason }, 'registering this instance again');
    reopening ??= reopen().finally(() => (reopening = undefined));
    return reopening;
  }

  async function reopen(): Promise<void> {
    session.client.end().catch(() => {});
    while (!closed) {
      try {
        session = watch(await openSession(url, session.id));
        return;
      } catch (error) {
        log.debug({ err: error }, 'this instance cannot be registered yet');
        await wait(reconnectDelayMs);
      }
    }
  }

  async function beat(): Promise<void> {
    if (reopening) return;
    try {
      if (!(await confirmLife(session))) await register('it was marked dead');
    } catch {
      await register('its connection does not answer');
    }
  }

  const timer = setInterval(() => void beat(), beatMs).unref();
  return {
    id: () => session.id,
    /** The database has refused a batch of `fencedId`. Resolves once this process goes by another id, or could not get one for a while. */
    async renew(fencedId: bigint): Promise<void> {
      if (session.id !== fencedId) return;
      await Promise.race([register('it was marked dead'), wait(queryTimeoutMs, undefined, { ref: false })]);
    },
    /** Says goodbye: with nothing held, nobody has to sweep. */
    async close() {
      closed = true;
      clearInterval(timer);
      await reopening;
      await markGone(session).catch(() => {});
      await session.client.end().catch(() => {});
    },
  };
}

/** Connects and takes the lock of the instance it was before, or registers a new one where that was marked dead. */
async function openSession(url: string, previousId?: bigint): Promise<Session> {
  const client = createClient(url, 'litemaas instance', { query_timeout: queryTimeoutMs });
  try {
    await client.connect();
    const id = (previousId !== undefined && (await takeBack(client, previousId))) || (await insert(client));
    return { client, id };
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
}

async function insert(client: pg.Client): Promise<bigint> {
  const result = await client.query<{ id: bigint }>(
    'INSERT INTO instances (host, process_id) VALUES ($1, $2) RETURNING id',
    [hostname(), process.pid],
  );
  const { id } = result.rows[0] as { id: bigint };
  await client.query('SELECT pg_advisory_lock($1, $2)', [livingLock, Number(id)]);
  return id;
}

/** The id again, if nobody has marked it dead. Throws while the lost session still has the lock: until the server notices, this instance counts as alive. */
async function takeBack(client: pg.Client, id: bigint): Promise<bigint | undefined> {
  const lock = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS taken', [
    livingLock,
    Number(id),
  ]);
  if (!lock.rows[0]?.taken) throw new Error('the lost session still holds the lock of this instance');
  return (await confirmLife({ client, id })) ? id : undefined;
}

async function confirmLife({ client, id }: Session): Promise<boolean> {
  const alive = await client.query('UPDATE instances SET seen_at = now() WHERE id = $1 AND dead_at IS NULL', [
    id.toString(),
  ]);
  return alive.rowCount === 1;
}

async function markGone({ client, id }: Session): Promise<void> {
  await client.query(
    'UPDATE instances SET dead_at = now(), swept_at = now() WHERE id = $1 AND NOT EXISTS (SELECT FROM holds WHERE instance_id = $1)',
    [id.toString()],
  );
}
