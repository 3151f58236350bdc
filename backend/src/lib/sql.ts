import pg from 'pg';

/** A pool or a transaction's client: every query function takes one first. */
export type Db = pg.Pool | pg.PoolClient | pg.Client;

const int8 = 20;
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === int8
      ? (value: string) => BigInt(value)
      : (pg.types.getTypeParser(oid, format) as (value: string) => unknown),
};

/** Connection settings shared by pool, lanes and listener: int8 arrives as bigint, everything else as pg has it. */
export function connectionConfig(url: string, applicationName: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: applicationName,
    types,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  };
}

/**
 * A connection of its own, not connected yet. When it breaks its queries fail; without a listener for that
 * the whole process would end.
 */
export function createClient(url: string, applicationName: string, more: pg.ClientConfig = {}): pg.Client {
  const client = new pg.Client({ ...connectionConfig(url, applicationName), ...more });
  client.on('error', () => {});
  return client;
}

/** A pool whose connections may break at any time, in use or not: what runs on them fails, nothing else. */
export function createPool(url: string, applicationName: string, more: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...connectionConfig(url, applicationName), ...more });
  pool.on('error', () => {});
  // The pool listens to idle connections only; one that breaks inside a transaction would end the process.
  pool.on('connect', (client) => void client.on('error', () => {}));
  return pool;
}

/** Runs one statement and gives its rows. */
export async function query<Row extends pg.QueryResultRow>(
  db: Db,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return (await db.query<Row>(text, values)).rows;
}

/** The first row, or undefined. */
export async function queryOne<Row extends pg.QueryResultRow>(
  db: Db,
  text: string,
  values: unknown[] = [],
): Promise<Row | undefined> {
  return (await query<Row>(db, text, values))[0];
}

/**
 * The same of a statement that each connection parses and plans once: for one that is asked often, and costs less to run
 * than to plan.
 */
export async function queryPrepared<Row extends pg.QueryResultRow>(
  db: Db,
  statement: { name: string; text: string },
  values: unknown[],
): Promise<Row | undefined> {
  return (await db.query<Row>({ name: statement.name, text: statement.text, values })).rows[0];
}

/** A pattern for LIKE that finds a text anywhere, whatever characters it has. */
export const containing = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** Runs `work` in one transaction: all of its writes, or none. */
export function tx<Result>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  return inTransaction(pool, 'BEGIN', work);
}

/** Runs `work`, which only reads: every statement sees the database as it was at the first one. */
export function readTx<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  return inTransaction(pool, 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY', work);
}

/** The same on a connection of one's own, which is as before when `work` fails, unless it is lost. */
export async function txOn<Result>(
  client: pg.Client,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  await client.query('BEGIN');
  try {
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

async function inTransaction<Result>(
  pool: pg.Pool,
  begin: string,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    // A client whose ROLLBACK fails is in an unknown state and must not go back to the pool.
    const broken = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
    client.release(broken);
    throw error;
  }
}
