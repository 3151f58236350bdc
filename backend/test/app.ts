import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type App, type AppConfig, build } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { connectionConfig } from '../src/lib/sql.ts';
import { databaseUrl } from './global-setup.ts';

/** A database of one's own, cloned from the migrated template. */
export async function createTestDatabase(): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const admin = new pg.Client({ connectionString: inject('serverUrl') });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template_litemaas STRATEGY file_copy`);
  await admin.end();
  return databaseUrl(inject('serverUrl'), name);
}

/** The configuration of a test server: demo on, quiet, a fixed secret key. */
export function testConfig(databaseUrl: string, overrides: Partial<AppConfig> = {}): AppConfig {
  return {
    ...loadConfig({ LITEMAAS_DEMO: 'true', LOG_LEVEL: 'silent', PUBLIC_URL: 'http://localhost:8080' }),
    databaseUrl,
    secretKey: 'a secret key for tests, thirty-two characters or more',
    portalDirectory: undefined,
    // Everybody signs up from one address here.
    signUpsPerAddress: 1_000_000,
    withoutClock: true,
    ...overrides,
  };
}

export type TestApp = { app: App; db: pg.Pool; databaseUrl: string; close(): Promise<void> };

/** The real server on a database of its own; use `app.inject`. `db` is for looking at rows. */
export async function createTestApp(overrides: Partial<AppConfig> = {}): Promise<TestApp> {
  const url = overrides.databaseUrl ?? (await createTestDatabase());
  const app = await build(testConfig(url, overrides));
  await app.ready();
  const db = new pg.Pool({ ...connectionConfig(url, 'test'), max: 4 });
  return {
    app,
    db,
    databaseUrl: url,
    async close() {
      await app.close();
      await db.end();
    },
  };
}
