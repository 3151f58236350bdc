import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { createClient } from '../../lib/sql.ts';

const reconnectDelayMs = 500;

/**
 * Listens to what the database announces (migrations 0004, 0009): 'key <hash>', 'account <id>', 'catalogue', 'kills'.
 * Whenever the connection was lost, `onGap` says that anything may have changed.
 */
export async function listenForChanges(options: {
  url: string;
  log: FastifyBaseLogger;
  onChange: (change: string) => void;
  onGap: () => void;
}) {
  const { url, log, onChange, onGap } = options;
  let client: pg.Client | undefined;
  let closed = false;

  async function connect(): Promise<void> {
    const connection = createClient(url, 'litemaas listener');
    connection.on('notification', ({ payload = '' }) => onChange(payload));
    connection.on('end', () => void reconnect());
    try {
      await connection.connect();
      await connection.query('LISTEN litemaas_changed');
      client = connection;
    } catch (error) {
      connection.end().catch(() => {});
      throw error;
    }
  }

  async function reconnect(): Promise<void> {
    if (closed || !client) return;
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

  await connect();
  return {
    async close() {
      closed = true;
      await client?.end();
    },
  };
}
