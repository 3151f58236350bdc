import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';

let server: TestApp;
beforeAll(async () => {
  server = await createTestApp();
});
afterAll(() => server.close());

const get = (url: string) => server.app.inject({ url });

test('the contract names every part of a path', async () => {
  const { paths } = (await get('/api/v1/openapi.json')).json<{
    paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;
  }>();
  expect(Object.keys(paths).filter((path) => path.includes('*'))).toEqual([]);
  expect(paths['/v1/models/{model}']?.get?.parameters).toMatchObject([{ name: 'model', in: 'path' }]);
});

test('the documentation is ours, and loads nothing from elsewhere', async () => {
  const page = await get('/api/docs');
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('<title>LiteMaaS API</title>');
  expect(page.headers['content-security-policy']).toBe(
    "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; img-src 'self' data:; object-src 'none'; style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w=';",
  );
  const icon = await get('/api/docs/static/theme/favicon.svg');
  expect([icon.statusCode, icon.headers['content-type']]).toEqual([200, 'image/svg+xml']);
});
