import pg from 'pg';

import { DATABASE_USER } from './cluster.ts';

/** How a connection attempt ended: it works, the server needs more time, or the password is another one. */
export type Answer = 'ready' | 'not yet' | 'wrong password';

export type Address = { port: number; password: string };

/** Connects once and runs `SELECT 1`. Rejects with PostgreSQL's error when it is none of the expected. */
export async function tryConnect(address: Address): Promise<Answer> {
  try {
    await withClient(address, 'postgres', (client) => client.query('SELECT 1'));
    return 'ready';
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === '28P01') return 'wrong password';
    // 57P03: starting up or recovering; no code: the connection was cut while the server went down.
    if (code === undefined || ['57P03', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE'].includes(code))
      return 'not yet';
    throw error;
  }
}

/** Creates the database unless it exists. */
export async function ensureDatabase(address: Address, name: string): Promise<void> {
  await withClient(address, 'postgres', async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  });
}

/** The address for the application's pools: `postgresql://litemaas:<password>@127.0.0.1:<port>/<database>`. */
export function urlOf({ port, password }: Address, database: string): string {
  return `postgresql://${DATABASE_USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

async function withClient(
  address: Address,
  database: string,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: address.port,
    user: DATABASE_USER,
    password: address.password,
    database,
    ssl: false,
    connectionTimeoutMillis: 5_000,
  });
  // Without a listener a server that goes away between two statements would end the whole process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
