import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { createClient } from '../../lib/sql.ts';

const reconnectDelayMs = 500;
/** A connection that died without a word is felt after at most both together. */
const defaultHeartbeat = { everyMs: 5_000, limitMs: 5_000 };

/**
 * Listens to what the database announces (migrations 0004, 0009): 'key <hash>', 'account <id>', 'catalogue', 'kills'.
 * Whenever the connection was lost, `onGap` says that anything may have changed.
 */
export async function listenForChanges(options: {
  url: string;
  log: FastifyBaseLogger;
  onChange: (change: string) => void;
  onGap: () => void;
  heartbeat?: typeof defaultHeartbeat;
}) {
  const { url, log, onChange, onGap, heartbeat = defaultHeartbeat } = options;
  let client: pg.Client | undefined;
  let closed = false;

  async function connect(): Promise<void> {
    const connection = createClient(url, 'litemaas listener', { query_timeout: heartbeat.limitMs });
    connection.on('notification', ({ payload = '' }) => onChange(payload));
    connection.on('end', () => void reconnect(connection));
    try {
      await connection.connect();
      await connection.query('LISTEN litemaas_changed');
      client = connection;
    } catch (error) {
      connection.end().catch(() => {});
      throw error;
    }
  }

  async function reconnect(lost: pg.Client): Promise<void> {
    if (closed || client !== lost) return;
    client = undefined;
    log.warn('change listener lost its connection');
    while (!closed) {
      try {
        onGap();
        await connect();
        return onGap();
      } catch {
        await new Promise((resume) => setTimeout(resume, reconnectDelayMs));
      }
    }
  }

  /** Asks whether the connection still lives: one whose other side is gone says nothing, and nothing ends it. */
  async function beat(): Promise<void> {
    const asked = client;
    try {
      await asked?.query('SELECT 1');
    } catch {
      if (!asked) return;
      asked.end().catch(() => {});
      await reconnect(asked);
    }
  }

  await connect();
  const timer = setInterval(() => void beat(), heartbeat.everyMs).unref();
  return {
    async close() {
      closed = true;
      clearInterval(timer);
      await client?.end();
    },
  };
}
