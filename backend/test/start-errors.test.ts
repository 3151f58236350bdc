import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { afterEach, expect, inject, it } from 'vitest';
import { createTestDatabase } from './app.ts';
import { newDataDir, startInVain, startServer, stopServers } from './server-process.ts';

const secretKey = 'a secret key for tests, of thirty-two characters';
const timeout = 60_000;

afterEach(stopServers);

/** Starts in vain, and expects nothing to be printed but one paragraph, which is given back. */
async function refusal(env: Record<string, string>, dataDir?: string): Promise<string> {
  const { exitCode, signal, output } = await startInVain(env, dataDir);
  expect({ exitCode, signal, lines: output.trim().split('\n').length, output }).toEqual({
    exitCode: 1,
    signal: null,
    lines: 1,
    output,
  });
  return output.trim();
}

it('says that the port is taken, before it makes a database', { timeout }, async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  expect(await refusal({ PORT: String(port) })).toBe(
    `Port ${port} on 127.0.0.1 is taken by another program. Stop that program, or choose another port: PORT=8081 npm start.`,
  );
  other.close();
});

it('says that HOST is no address of this machine', { timeout }, async () => {
  // 192.0.2.0/24 is for documentation: nobody has it.
  expect(await refusal({ HOST: '192.0.2.1', PORT: '0' })).toBe(
    'HOST=192.0.2.1 is no address of this machine. Use 127.0.0.1 for this machine only, 0.0.0.0 for all its addresses.',
  );
});

it('says that the data folder cannot be written', { timeout }, async () => {
  const parent = await newDataDir();
  writeFileSync(path.join(parent, 'file'), '');
  const dataDir = path.join(parent, 'file', 'data');
  expect(await refusal({ PORT: '0' }, dataDir)).toBe(
    `The data folder ${dataDir} cannot be used (ENOTDIR). Give this user the right to write there, or name another folder in LITEMAAS_DATA_DIR.`,
  );
});

it('says that the data folder is a file', { timeout }, async () => {
  const dataDir = path.join(await newDataDir(), 'file');
  writeFileSync(dataDir, '');
  expect(await refusal({ PORT: '0' }, dataDir)).toBe(
    `The data folder ${dataDir} is a file. Name a folder in LITEMAAS_DATA_DIR.`,
  );
});

it.runIf(process.platform === 'linux')(
  'says that the data folder cannot be made, where no folder can be',
  { timeout },
  async () => {
    expect(await refusal({ PORT: '0' }, '/proc/nope/data')).toBe(
      'The data folder /proc/nope/data cannot be used (ENOENT). Give this user the right to write there, or name another folder in LITEMAAS_DATA_DIR.',
    );
  },
);

it('says that the secrets file is damaged', { timeout }, async () => {
  const dataDir = await newDataDir();
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(path.join(dataDir, 'secrets.json'), '{"secretKey": ""}');
  expect(await refusal({ PORT: '0' }, dataDir)).toBe(
    `The file ${dataDir}/secrets.json is damaged. Restore it from a backup: without it the secrets in the database cannot be read.`,
  );
});

it('names all wrong values at once, and repeats no secret', { timeout }, async () => {
  const said = await refusal({
    PORT: '70000',
    LITEMAAS_ROLE: 'boss',
    LOG_LEVEL: 'loud',
    PUBLIC_URL: 'example.com',
    LITEMAAS_DEMO: 'maybe',
    LITEMAAS_SECRET_KEY: 'too short',
    DATABASE_URL: 'mysql://user:hidden@example.com/db',
  });
  expect(said).toMatch(/^The environment is wrong, so LiteMaaS did not start\. /);
  for (const name of ['PORT', 'LITEMAAS_ROLE', 'LOG_LEVEL', 'PUBLIC_URL', 'LITEMAAS_DEMO'])
    expect(said).toMatch(new RegExp(`\\b${name} must be [^.]*, not `));
  for (const name of ['LITEMAAS_SECRET_KEY', 'DATABASE_URL']) expect(said).toContain(`${name} must `);
  expect(said).not.toMatch(/hidden|too short/);
});

it('wants a secret key with a database of one’s own', { timeout }, async () => {
  expect(await refusal({ PORT: '0', DATABASE_URL: 'postgres://user:hidden@127.0.0.1:9/db' })).toBe(
    'The environment is wrong, so LiteMaaS did not start. LITEMAAS_SECRET_KEY: required with DATABASE_URL (32 characters or more; it signs tokens and encrypts secrets).',
  );
});

const databaseAdvice =
  'Check that PostgreSQL runs there and that host, port, user, password and database name are right, or unset DATABASE_URL to use the embedded one.';

it('says that the database cannot be reached', { timeout }, async () => {
  const url = 'postgres://user:hidden@127.0.0.1:9/db';
  expect(await refusal({ PORT: '0', LITEMAAS_SECRET_KEY: secretKey, DATABASE_URL: url })).toBe(
    `The database that DATABASE_URL names cannot be used: connect ECONNREFUSED 127.0.0.1:9. ${databaseAdvice}`,
  );
});

it('says that the password of the database is wrong', { timeout }, async () => {
  const url = new URL(inject('serverUrl'));
  url.password = 'hidden';
  expect(await refusal({ PORT: '0', LITEMAAS_SECRET_KEY: secretKey, DATABASE_URL: url.href })).toBe(
    `The database that DATABASE_URL names cannot be used: password authentication failed for user "litemaas". ${databaseAdvice}`,
  );
});

it('says which plans there are when it is to start accounts on another one', { timeout }, async () => {
  const url = await createTestDatabase();
  // Where the portal is not built, a warning says so before.
  const quiet = { PORT: '0', LOG_LEVEL: 'error', LITEMAAS_SECRET_KEY: secretKey };
  const env = { ...quiet, DATABASE_URL: url, LITEMAAS_DEFAULT_PLAN: 'gold' };
  expect(await refusal(env)).toBe(
    'The environment is wrong, so LiteMaaS did not start. LITEMAAS_DEFAULT_PLAN must be the name or id of a plan (Basic, Pro, Enterprise) or none, not gold.',
  );
});

it('leaves a database alone that a newer version has migrated', { timeout }, async () => {
  const url = await createTestDatabase();
  const db = new pg.Client(url);
  await db.connect();
  await db.query("INSERT INTO migrations (name, run_on) VALUES ('9999_from_the_future', now())");
  expect(await refusal({ PORT: '0', LITEMAAS_SECRET_KEY: secretKey, DATABASE_URL: url })).toBe(
    'The database is newer than this version of LiteMaaS: it has had the migration 9999_from_the_future, which this code does not know. ' +
      'Start the version that made it (or a later one), or restore a backup from before the upgrade.',
  );
  const { rows } = await db.query('SELECT count(*)::int AS users FROM users');
  expect(rows).toEqual([{ users: 0 }]);
  await db.end();
});

it('says why the tables of this version could not be made', { timeout }, async () => {
  const url = await createTestDatabase();
  const db = new pg.Client(url);
  await db.connect();
  // As if the tables were somebody else's.
  await db.query('DELETE FROM migrations');
  expect(await refusal({ PORT: '0', LITEMAAS_SECRET_KEY: secretKey, DATABASE_URL: url })).toBe(
    'The database could not be given the tables of this version: relation "users" already exists. ' +
      'The migration that failed has changed nothing. Check that the database is LiteMaaS’s own and that its user may create tables there, then start again.',
  );
  await db.end();
});

it('says that another LiteMaaS has the data folder', { timeout }, async () => {
  const server = await startServer();
  expect(await refusal({ PORT: '0' }, server.dataDir)).toMatch(
    /^The data folder is already in use by process \d+ \(lock file .*\)\. Stop that LiteMaaS first, or give this one a folder of its own with LITEMAAS_DATA_DIR\./,
  );
  expect((await fetch(`${server.url}/api/v1/health/ready`)).status).toBe(200);
});
