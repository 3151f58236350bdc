import net from 'node:net';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, createTestDatabase, type TestApp, testConfig } from '../../../test/app.ts';
import { createProvider } from '../../../test/catalogue.ts';
import { signUp, signUpAs } from '../../../test/people.ts';
import { build } from '../../app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
const get = async (url: string) => {
  const reply = await test.app.inject({ url });
  return { status: reply.statusCode, body: reply.json() };
};

it('is alive', async () => {
  expect(await get('/api/v1/health')).toEqual({ status: 200, body: { status: 'ok', version } });
});

it('tells the public settings', async () => {
  expect(await get('/api/v1/settings')).toEqual({
    status: 200,
    body: {
      demo: true,
      defaultPlanId: null,
      publicUrl: 'http://localhost:8080',
      creditUsd: '0.001',
      version,
    },
  });
});

it('shows the plans in their order', async () => {
  const { status, body } = await get('/api/v1/plans');
  expect(status).toBe(200);
  expect(body.data.map(({ id }: { id: string }) => id)).toEqual(['pln_basic', 'pln_pro', 'pln_enterprise']);
  expect(body.data[0]).toEqual({
    id: 'pln_basic',
    name: 'Basic',
    description: expect.any(String),
    rpm: 10,
    tpm: null,
    concurrency: 10,
    modelClasses: ['small', 'medium'],
    cloudAccess: false,
  });
});

describe('readiness', () => {
  it('is ready with its database and all migrations', async () => {
    expect(await get('/api/v1/health/ready')).toEqual({
      status: 200,
      body: {
        status: 'ready',
        checks: [
          { name: 'database', ok: true, detail: 'The database answers.' },
          { name: 'migrations', ok: true, detail: 'All migrations are applied.' },
        ],
      },
    });
  });

  it('names the migrations that are missing', async () => {
    const other = await createTestApp();
    await other.db.query(`DELETE FROM migrations WHERE name = '0005_plans'`);
    const reply = await other.app.inject({ url: '/api/v1/health/ready' });
    await other.close();
    expect(reply.statusCode).toBe(503);
    expect(reply.json()).toMatchObject({
      status: 'not_ready',
      checks: [{ ok: true }, { name: 'migrations', ok: false, detail: 'Not applied: 0005_plans.' }],
    });
  });

  it.each([
    ['refuses connections', (server: net.Server) => server.close()],
    ['never answers', () => {}],
  ])('says 503 within a second when the database %s', async (_what, prepare) => {
    const sockets: net.Socket[] = [];
    const server = net.createServer((socket) => void sockets.push(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    prepare(server);
    const url = `postgres://nobody:secret@127.0.0.1:${port}/none`;
    const app = await build({ ...testConfig(url), role: 'api' });
    await app.ready();
    const startedMs = Date.now();
    const reply = await app.inject({ url: '/api/v1/health/ready' });
    const tookMs = Date.now() - startedMs;
    sockets.forEach((socket) => socket.destroy());
    server.close();
    await app.close();
    expect(reply.statusCode).toBe(503);
    expect(reply.json()).toMatchObject({
      status: 'not_ready',
      checks: [{ name: 'database', ok: false }, {}],
    });
    expect(reply.body).not.toContain(String(port));
    expect(tookMs).toBeLessThan(1_500);
  });

  it('says 503 when there is no schema at all', async () => {
    const databaseUrl = await createTestDatabase();
    const other = await createTestApp({ databaseUrl });
    await other.db.query('ALTER TABLE migrations RENAME TO elsewhere');
    const reply = await other.app.inject({ url: '/api/v1/health/ready' });
    await other.close();
    expect(reply.statusCode).toBe(503);
    expect(reply.json().checks[0]).toMatchObject({ name: 'database', ok: true });
    expect(reply.json().checks[1].detail).toContain('0001_identity');
  });
});

it('shows every provider with its breaker, also those nobody has called', async () => {
  const admin = await signUpAs('admin', test.app, test.db);
  const { name } = await createProvider(admin, { enabled: false });
  const reply = await (await signUp(test.app)).call('GET', '/api/v1/health/integration');
  expect(reply.status).toBe(200);
  expect(reply.body.data).toEqual([
    { name, kind: 'simulated', enabled: false, breaker: 'closed', latencyMs: null },
  ]);
});
