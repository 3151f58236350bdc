import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { printWithPassword } from './first-password.ts';
import { completeFirstStart } from './first-start.ts';

let server: TestApp;
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'litemaas-first-password-'));
  server = await createTestApp({ dataDir, ollamaBaseUrl: 'http://127.0.0.1:9' });
});
afterEach(async () => {
  await server.close();
  await rm(dataDir, { recursive: true });
});

/** What a start prints as the password. */
async function printed(): Promise<string | undefined> {
  await completeFirstStart(server.app);
  let shown: string | undefined;
  await printWithPassword(server.app, (password) => (shown = password));
  return shown;
}

async function signIn(password: string | undefined): Promise<number> {
  const payload = { email: 'admin@localhost', password };
  return (await server.app.inject({ method: 'POST', url: '/api/v1/auth/login', payload })).statusCode;
}

test('the password that is printed is the admin’s, and is printed once', async () => {
  const password = await printed();
  expect(await signIn(password)).toBe(200);
  expect(await printed()).toBeUndefined();
  expect(await signIn(password)).toBe(200);
  const kept = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8')) as object;
  expect(kept).toEqual({
    adminPassword: password,
    apiKeyId: expect.stringMatching(/^key_/),
    apiKey: expect.stringMatching(/^sk-lm-/),
  });
});

test('a start that ended before it printed the password leaves it to the next', async () => {
  await completeFirstStart(server.app);
  expect(await signIn(await printed())).toBe(200);
});

test('a start that ended while it printed the password leaves it to the next', async () => {
  await completeFirstStart(server.app);
  let lost: string | undefined;
  const dying = printWithPassword(server.app, (password) => {
    lost = password;
    throw new Error('the terminal has gone');
  });
  await expect(dying).rejects.toThrow('the terminal has gone');
  const password = await printed();
  expect(await signIn(password)).toBe(200);
  expect(await signIn(lost)).toBe(401);
});

test('of instances that start together one prints a password', async () => {
  const shown = await Promise.all([printed(), printed(), printed()]);
  const passwords = shown.filter((password) => password !== undefined);
  expect(passwords).toHaveLength(1);
  expect(await signIn(passwords[0])).toBe(200);
});
