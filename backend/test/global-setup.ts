import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../src/lib/embedded-postgres/index.ts';
import { migrate } from '../src/lib/migrations.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the server all test databases live on. */
    serverUrl: string;
  }
}

/** One PostgreSQL for the whole run (durability off: its data is thrown away) and one migrated template. */
export default async function setup(project: TestProject) {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'litemaas-test-'));
  const server = await startEmbeddedPostgres({
    dataDir,
    password: 'test',
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '400' },
  });
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query('CREATE DATABASE template_litemaas');
  await admin.end();
  await migrate(databaseUrl(server.url, 'template_litemaas'));
  project.provide('serverUrl', server.url);
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
