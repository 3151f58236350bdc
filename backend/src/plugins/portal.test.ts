import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';

let directory: string;
let server: TestApp;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'litemaas-portal-'));
  await mkdir(path.join(directory, 'assets'));
  await writeFile(path.join(directory, 'index.html'), '<!doctype html><title>Portal</title>');
  await writeFile(path.join(directory, 'assets/app-1a2b.js'), 'run()');
  await writeFile(path.join(directory, 'assets/app-1a2b.js.gz'), gzipSync('run()'));
  server = await createTestApp({ portalDirectory: directory });
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

const get = (url: string, headers = {}) => server.app.inject({ url, headers });

test.each(['/', '/models/mdl_1', '/admin/users?search=x'])('%s is the portal, never cached', async (url) => {
  const reply = await get(url);
  expect(reply.statusCode).toBe(200);
  expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(reply.headers['cache-control']).toBe('no-cache');
  expect(reply.headers['content-security-policy']).toContain("default-src 'self'");
  expect(reply.body).toContain('<title>Portal</title>');
});

test('hashed files are cached for good and come compressed', async () => {
  const reply = await get('/assets/app-1a2b.js', { 'accept-encoding': 'gzip' });
  expect(reply.statusCode).toBe(200);
  expect(reply.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(reply.headers['content-encoding']).toBe('gzip');
  expect(reply.headers['content-type']).toMatch(/javascript/);
});

test.each(['/assets/none.js', '/api/v1/none', '/favicon.png'])('%s is not the portal', async (url) => {
  const reply = await get(url);
  expect(reply.statusCode).toBe(404);
  expect(reply.json()).toMatchObject({ code: 'not_found' });
});

test('below /v1 even a wrong path is answered in the shape of the OpenAI API', async () => {
  const reply = await get('/v1/none');
  expect(reply.statusCode).toBe(404);
  expect(reply.json()).toEqual({
    error: {
      message: 'There is nothing at GET /v1/none.',
      type: 'invalid_request_error',
      code: 'not_found',
      param: null,
    },
  });
});
