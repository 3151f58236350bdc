import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startEmbeddedPostgres } from './index.ts';
import type { EmbeddedPostgres } from './index.ts';
import { FAST, query, temporaryDir } from './test-support.ts';

describe('a started database', () => {
  const root = temporaryDir();
  const options = { dataDir: join(root, 'data'), password: 'p@ss/word', settings: FAST };
  let database: EmbeddedPostgres;

  beforeAll(async () => {
    database = await startEmbeddedPostgres(options);
    await query(database.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)');
  });
  afterAll(async () => {
    await database.stop();
    rmSync(root, { recursive: true });
  });

  it('is UTF8, sorts by code point and listens on this machine only', async () => {
    expect(database.url).toMatch(/^postgresql:\/\/litemaas:p%40ss%2Fword@127\.0\.0\.1:2\d{4}\/litemaas$/);
    const [row] = await query(
      database.url,
      `SELECT pg_encoding_to_char(encoding) AS encoding, datcollate,
         current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets,
         current_setting('fsync') AS fsync, current_setting('max_connections') AS connections
       FROM pg_database WHERE datname = current_database()`,
    );
    expect(row).toEqual({
      encoding: 'UTF8',
      datcollate: 'C',
      addresses: '127.0.0.1',
      sockets: '',
      fsync: 'off',
      connections: '200',
    });
  });

  it('asks for the password', async () => {
    const wrong = database.url.replace('p%40ss%2Fword', 'guess');
    await expect(query(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('leaves no password file and closes the cluster folder to others', () => {
    expect(readdirSync(options.dataDir)).toEqual(expect.arrayContaining(['postgres', 'postgres.lock']));
    expect(readdirSync(options.dataDir).join()).not.toMatch(/password|unfinished/);
    expect(statSync(join(options.dataDir, 'postgres')).mode & 0o777).toBe(0o700);
  });

  it('refuses a second server on the same folder and leaves the first alone', async () => {
    const second = startEmbeddedPostgres(options);
    await expect(second).rejects.toThrow(`already in use by process ${process.pid}`);
    await expect(second).rejects.toHaveProperty('name', 'StartupError');
    expect(await query(database.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  it('keeps its data over stop and start, and frees the folder in between', async () => {
    await Promise.all([database.stop(), database.stop()]);
    expect(existsSync(join(options.dataDir, 'postgres.lock'))).toBe(false);
    database = await startEmbeddedPostgres(options);
    expect(await query(database.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  it('opens with a new password when the old one was lost', async () => {
    await database.stop();
    database = await startEmbeddedPostgres({ ...options, password: "it's new" });
    expect(await query(database.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  it('creates another database on request', async () => {
    await database.stop();
    database = await startEmbeddedPostgres({ ...options, database: 'the "other"' });
    expect(await query(database.url, 'SELECT current_database() AS name')).toEqual([{ name: 'the "other"' }]);
  });
});

describe('a folder that cannot hold the database', () => {
  const attempt = (dataDir: string) => startEmbeddedPostgres({ dataDir, password: 'secret', settings: FAST });

  it.each([
    ['a file', (dir: string) => writeFileSync(dir, ''), /cannot be written/],
    [
      'other files',
      (dir: string) => mkdirSync(join(dir, 'postgres', 'photos'), { recursive: true }),
      /holds no PostgreSQL/,
    ],
    [
      'an older major version',
      (dir: string) => addCluster(dir, '17'),
      /made by PostgreSQL 17, but .* brings PostgreSQL 18/,
    ],
  ])('is told apart: %s', async (_, prepare, message) => {
    const root = temporaryDir();
    const dataDir = join(root, 'data');
    prepare(dataDir);
    await expect(attempt(dataDir)).rejects.toThrow(message);
    expect(existsSync(join(dataDir, 'postgres.lock'))).toBe(false);
    rmSync(root, { recursive: true });
  });

  function addCluster(dataDir: string, version: string): void {
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), `${version}\n`);
  }

  it('shows what PostgreSQL itself says about a setting it refuses', async () => {
    const root = temporaryDir();
    const settings = { ...FAST, shared_buffers: 'plenty' };
    const start = startEmbeddedPostgres({ dataDir: root, password: 'secret', settings });
    await expect(start).rejects.toThrow(/did not start .*shared_buffers.*plenty/s);
    rmSync(root, { recursive: true });
  });
});
