import { afterEach, expect, it } from 'vitest';
import { createTestDatabase } from './app.ts';
import { demoKeyOf, signInAsAdmin } from './demo.ts';
import { eventually } from './eventually.ts';
import { echoCall, makeCall, slowStream, startLoad } from './load.ts';
import {
  expectEndedElsewhere,
  expectMoneyAgrees,
  expectVerified,
  waitUntilNothingIsHeld,
} from './money-agrees.ts';
import { type ServerProcess, startServer, stopServers } from './server-process.ts';

afterEach(stopServers);

async function startRoles(): Promise<Record<'api' | 'gateway' | 'worker', ServerProcess>> {
  const databaseUrl = await createTestDatabase();
  const start = (role: string) =>
    startServer({
      env: {
        DATABASE_URL: databaseUrl,
        LITEMAAS_SECRET_KEY: 'a secret key for tests, of thirty-two characters',
        LITEMAAS_DEMO: 'true',
        LITEMAAS_ROLE: role,
      },
    });
  const [api, gateway, worker] = await Promise.all(['api', 'gateway', 'worker'].map(start));
  return { api: api!, gateway: gateway!, worker: worker! };
}

const statusOf = async (server: ServerProcess, method: string, path: string) =>
  (await fetch(server.url + path, { method })).status;

it('serves what its role says, and a worker sweeps up after a gateway', { timeout: 120_000 }, async () => {
  const { api, gateway, worker } = await startRoles();
  const table: [string, string, number, number, number][] = [
    // method, path, status of: api, gateway, worker
    ['GET', '/api/v1/health', 200, 200, 200],
    ['GET', '/api/v1/health/ready', 200, 200, 200],
    ['GET', '/metrics', 200, 200, 200],
    ['GET', '/api/v1/settings', 200, 404, 404],
    ['GET', '/api/v1/me', 401, 404, 404],
    ['GET', '/api/v1/models', 401, 404, 404],
    ['GET', '/api/v1/admin/overview', 401, 404, 404],
    ['POST', '/api/v1/auth/login', 400, 404, 404],
    ['POST', '/api/v1/auth/logout', 204, 404, 404],
    ['GET', '/v1/models', 404, 401, 404],
    ['POST', '/v1/chat/completions', 404, 401, 404],
    ['POST', '/v1/embeddings', 404, 401, 404],
    ['POST', '/api/v1/chat/completions', 404, 401, 404],
  ];
  for (const [method, path, ...expected] of table) {
    const statuses = await Promise.all(
      [api, gateway, worker].map((server) => statusOf(server, method, path)),
    );
    expect({ path, statuses }).toEqual({ path, statuses: expected });
  }
  // Where the portal is not built, nobody serves it.
  const portal = await Promise.all([gateway, worker].map((server) => statusOf(server, 'GET', '/')));
  expect(portal).toEqual([404, 404]);

  const key = demoKeyOf(api);
  expect(await makeCall(gateway.url, key, echoCall(0))).toMatchObject({ status: 200, whole: true });
  for (const server of [gateway, worker]) expect(server.output()).not.toContain('password');

  const load = startLoad({ urls: [gateway.url], key, parallel: 10, next: slowStream(100), count: 10 });
  await eventually(() => expect(load.answering()).toBe(10));
  await gateway.kill();
  const cut = await load.done;
  const admin = await signInAsAdmin(api);
  await waitUntilNothingIsHeld(admin, 30_000);
  expectEndedElsewhere(await expectMoneyAgrees(admin, cut), cut);
  await expectVerified(admin);
  for (const server of [api, worker]) expect(await server.terminate()).toEqual({ exitCode: 0, signal: null });
});
