import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

const oldPassword = 'correct horse battery';
const newPassword = 'another horse altogether';

const login = (email: string, password: string) =>
  test.app.inject({ method: 'POST', url: '/api/v1/auth/login', payload: { email, password } });
const change = (person: Person, currentPassword: string, to = newPassword) =>
  person.call('POST', '/api/v1/me/password', { currentPassword, newPassword: to });
const me = async (accessToken: string) =>
  (await test.app.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${accessToken}` } }))
    .statusCode;
const audits = async (action: string, { userId }: Person) =>
  (
    await test.db.query(
      'SELECT actor_user_id, account_id, details FROM audit_log WHERE action = $1 AND target_id = $2',
      [action, userId],
    )
  ).rows;

describe('changing one’s password', () => {
  it('needs the present one, and ends every other session', async () => {
    const person = await signUp(test.app);
    const elsewhere = (await login(person.email, oldPassword)).json<{ accessToken: string }>().accessToken;
    const { status, body } = await change(person, oldPassword);
    expect([status, body]).toEqual([204, '']);
    expect((await login(person.email, oldPassword)).statusCode).toBe(401);
    expect((await login(person.email, newPassword)).statusCode).toBe(200);
    expect([await me(person.accessToken), await me(elsewhere)]).toEqual([200, 401]);
    expect(await audits('user.password', person)).toEqual([
      { actor_user_id: person.userId, account_id: null, details: {} },
    ]);
  });

  it('says at the field when the present one is wrong, and changes nothing', async () => {
    const person = await signUp(test.app);
    const { status, body } = await change(person, 'a guess');
    expect([status, body.code, body.errors]).toEqual([
      400,
      'wrong_password',
      [{ path: '/currentPassword', message: 'is wrong' }],
    ]);
    expect((await login(person.email, oldPassword)).statusCode).toBe(200);
    expect(await audits('user.password', person)).toEqual([]);
  });

  it('refuses a new one that sign-up would refuse', async () => {
    const person = await signUp(test.app);
    const { status, body } = await change(person, oldPassword, 'short');
    expect([status, body.code, body.errors[0].path]).toEqual([400, 'invalid_request', '/newPassword']);
  });

  it('is throttled like signing in: a session in the wrong hands is no way to guess', async () => {
    const person = await signUp(test.app);
    for (let i = 0; i < 10; i++) expect((await change(person, `guess ${i}`)).status).toBe(400);
    const refused = await change(person, oldPassword);
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_attempts']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(880);
  });
});

describe('an admin resets a password', () => {
  const reset = (by: Person, userId: string) =>
    by.call('POST', `/api/v1/admin/users/${userId}/password-reset`);

  it('gets a new one, once; sessions end', async () => {
    const admin = await signUpAs('admin', test.app, test.db);
    const person = await signUp(test.app);
    const { status, body } = await reset(admin, person.userId);
    expect([status, body]).toEqual([200, { password: expect.stringMatching(/^[\w-]{16}$/) as string }]);
    expect(await me(person.accessToken)).toBe(401);
    expect((await login(person.email, oldPassword)).statusCode).toBe(401);
    expect((await login(person.email, body.password as string)).statusCode).toBe(200);
    expect(await audits('user.password_reset', person)).toEqual([
      { actor_user_id: admin.userId, account_id: null, details: {} },
    ]);
    expect((await reset(admin, person.userId)).body.password).not.toBe(body.password);
  });

  it('also where too many tries have locked the e-mail out', async () => {
    const admin = await signUpAs('admin', test.app, test.db);
    const person = await signUp(test.app);
    for (let i = 0; i < 10; i++) await login(person.email, 'a guess');
    const { body } = await reset(admin, person.userId);
    expect((await login(person.email, body.password as string)).statusCode).toBe(200);
  });

  it('of somebody who is there', async () => {
    const admin = await signUpAs('admin', test.app, test.db);
    expect((await reset(admin, 'usr_none')).status).toBe(404);
  });
});
