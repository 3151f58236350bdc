import { expect, it } from 'vitest';
import { createTestApp } from '../test/app.ts';

it('does not wait for ever for the rest of a request', async () => {
  const { app, close } = await createTestApp();
  const { requestTimeout } = app.server;
  await close();
  expect(requestTimeout).toBe(120_000);
});
