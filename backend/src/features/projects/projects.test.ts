import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createTeam } from '../../../test/catalogue.ts';
import { type Person, signUp } from '../../../test/people.ts';

let server: TestApp;
let user: Person;
beforeAll(async () => {
  server = await createTestApp();
  user = await signUp(server.app);
});
afterAll(() => server.close());

test('the default project comes first', async () => {
  await server.db.query(`INSERT INTO projects (id, account_id, name) VALUES ('prj_a', $1, 'A first name')`, [
    user.accountId,
  ]);
  const { status, body } = await user.call('GET', '/api/v1/accounts/me/projects');
  expect(status).toBe(200);
  expect(body.data).toMatchObject([
    {
      id: expect.stringMatching(/^prj_/) as string,
      isDefault: true,
      createdAt: expect.any(String) as string,
    },
    { id: 'prj_a', name: 'A first name', isDefault: false },
  ]);
});

test('any member may look, nobody else', async () => {
  const team = await createTeam(server.db, user, 'viewer');
  const stranger = await signUp(server.app);
  const url = `/api/v1/accounts/${team}/projects`;
  expect((await user.call('GET', url)).body.data).toHaveLength(1);
  expect((await stranger.call('GET', url)).status).toBe(404);
  expect((await server.app.inject(url)).statusCode).toBe(401);
});
