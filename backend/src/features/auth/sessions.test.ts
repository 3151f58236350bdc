import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { signUp } from '../../../test/people.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

type Injected = Awaited<ReturnType<typeof register>>;

const register = () =>
  test.app.inject({
    method: 'POST',
    url: '/api/v1/auth/register',
    payload: { email: `${randomUUID()}@example.com`, password: 'correct horse battery' },
  });
const post = (name: 'refresh' | 'logout', token?: string) =>
  test.app.inject({
    method: 'POST',
    url: `/api/v1/auth/${name}`,
    ...(token !== undefined && { cookies: { litemaas_refresh: token } }),
  });
const tokenOf = (reply: Injected) => reply.cookies[0]?.value ?? '';
const getMe = async (reply: Injected) => {
  const headers = { authorization: `Bearer ${reply.json().accessToken}` };
  return (await test.app.inject({ url: '/api/v1/me', headers })).statusCode;
};
const endOf = async (reply: Injected) => {
  const sql = 'SELECT revoked_reason FROM sessions WHERE user_id = $1';
  return (await test.db.query(sql, [reply.json().user.id])).rows;
};

describe('refresh', () => {
  it('rotates the token and keeps the session', async () => {
    const first = await register();
    const second = await post('refresh', tokenOf(first));
    expect(second.statusCode).toBe(200);
    expect(second.json()).toEqual({
      user: first.json().user,
      accessToken: expect.any(String),
      expiresIn: 900,
    });
    expect(tokenOf(second)).not.toBe(tokenOf(first));
    expect(second.cookies[0]).toMatchObject({ httpOnly: true, path: '/api/v1/auth', sameSite: 'Strict' });
    expect(await getMe(second)).toBe(200);
    expect((await post('refresh', tokenOf(second))).statusCode).toBe(200);
    const { rows } = await test.db.query(
      `SELECT count(*)::int AS sessions, bool_and(expires_at > now() + interval '29 days 23 hours') AS prolonged
       FROM sessions WHERE user_id = $1`,
      [first.json().user.id],
    );
    expect(rows).toEqual([{ sessions: 1, prolonged: true }]);
  });

  it('ends the whole session when a spent token comes again', async () => {
    const first = await register();
    const second = await post('refresh', tokenOf(first));
    const stolen = await post('refresh', tokenOf(first));
    expect(stolen.statusCode).toBe(401);
    expect(stolen.json()).toMatchObject({ code: 'invalid_refresh_token' });
    expect(await endOf(first)).toEqual([{ revoked_reason: 'reuse' }]);
    expect((await post('refresh', tokenOf(second))).statusCode).toBe(401);
    expect(await getMe(second)).toBe(401);
  });

  it('leaves other sessions of the user alone when one is stolen', async () => {
    const person = await signUp(test.app);
    const login = () =>
      test.app.inject({
        method: 'POST',
        url: '/api/v1/auth/login',
        payload: { email: person.email, password: 'correct horse battery' },
      });
    const stolen = await login();
    const other = await login();
    await post('refresh', tokenOf(stolen));
    await post('refresh', tokenOf(stolen));
    expect(await getMe(stolen)).toBe(401);
    expect((await post('refresh', tokenOf(other))).statusCode).toBe(200);
  });

  it('lets one of two parallel refreshes through, and takes the other for reuse', async () => {
    for (let round = 0; round < 5; round++) {
      const first = await register();
      const replies = await Promise.all([post('refresh', tokenOf(first)), post('refresh', tokenOf(first))]);
      expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
      expect(await endOf(first)).toEqual([{ revoked_reason: 'reuse' }]);
      const winner = replies.find(({ statusCode }) => statusCode === 200) as Injected;
      expect((await post('refresh', tokenOf(winner))).statusCode).toBe(401);
    }
  });

  it.each([
    ['an expired session', `UPDATE sessions SET expires_at = now() WHERE user_id = $1`],
    ['a revoked session', `UPDATE sessions SET revoked_at = now() WHERE user_id = $1`],
    ['a disabled user', `UPDATE users SET disabled_at = now() WHERE id = $1`],
  ])('refuses %s', async (_what, sql) => {
    const first = await register();
    await test.db.query(sql, [first.json().user.id]);
    expect((await post('refresh', tokenOf(first))).statusCode).toBe(401);
    expect(await getMe(first)).toBe(401);
  });

  it('refuses no token and an unknown token', async () => {
    expect((await post('refresh')).statusCode).toBe(401);
    const unknown = await post('refresh', 'nonsense');
    expect(unknown.json()).toMatchObject({ code: 'invalid_refresh_token' });
    expect(unknown.cookies).toMatchObject([
      { name: 'litemaas_refresh', value: '' },
      { name: 'litemaas_session', value: '' },
    ]);
  });
});

describe('sign-out', () => {
  it('ends the session on the server and clears the cookie', async () => {
    const first = await register();
    const reply = await post('logout', tokenOf(first));
    expect(reply.statusCode).toBe(204);
    expect(reply.cookies).toMatchObject([
      { name: 'litemaas_refresh', value: '', path: '/api/v1/auth' },
      { name: 'litemaas_session', value: '', path: '/' },
    ]);
    expect(await endOf(first)).toEqual([{ revoked_reason: 'logout' }]);
    expect(await getMe(first)).toBe(401);
    expect((await post('refresh', tokenOf(first))).statusCode).toBe(401);
  });

  it('is fine without a session', async () => {
    expect((await post('logout')).statusCode).toBe(204);
    expect((await post('logout', 'nonsense')).statusCode).toBe(204);
  });
});

describe('the list of sessions', () => {
  it('shows the living ones of the caller and marks the current one', async () => {
    const person = await signUp(test.app);
    const login = () =>
      test.app.inject({
        method: 'POST',
        url: '/api/v1/auth/login',
        payload: { email: person.email, password: 'correct horse battery' },
        headers: { 'user-agent': 'Firefox' },
      });
    const second = await login();
    await post('logout', tokenOf(await login()));
    const { status, body } = await person.call('GET', '/api/v1/auth/sessions');
    expect(status).toBe(200);
    expect(body.data).toEqual([
      {
        id: expect.stringMatching(/^ses_/),
        current: false,
        userAgent: 'Firefox',
        address: '127.0.0.1',
        createdAt: expect.any(String),
        lastUsedAt: expect.any(String),
        expiresAt: expect.any(String),
      },
      expect.objectContaining({ current: true }),
    ]);

    const { status: ended } = await person.call('DELETE', `/api/v1/auth/sessions/${body.data[0].id}`);
    expect(ended).toBe(204);
    expect(await getMe(second)).toBe(401);
    expect((await post('refresh', tokenOf(second))).statusCode).toBe(401);
    expect((await person.call('DELETE', `/api/v1/auth/sessions/${body.data[0].id}`)).status).toBe(404);
    expect((await person.call('GET', '/api/v1/auth/sessions')).body.data).toHaveLength(1);
  });

  it('ends the current one too, and clears its cookie', async () => {
    const person = await signUp(test.app);
    const { body } = await person.call('GET', '/api/v1/auth/sessions');
    const reply = await person.call('DELETE', `/api/v1/auth/sessions/${body.data[0].id}`);
    expect(reply.status).toBe(204);
    expect(reply.headers['set-cookie']).toEqual([
      expect.stringContaining('litemaas_refresh=;'),
      expect.stringContaining('litemaas_session=;'),
    ]);
    expect((await person.call('GET', '/api/v1/me')).status).toBe(401);
  });

  it('hides the sessions of others', async () => {
    const owner = await signUp(test.app);
    const stranger = await signUp(test.app);
    const { body } = await owner.call('GET', '/api/v1/auth/sessions');
    expect((await stranger.call('DELETE', `/api/v1/auth/sessions/${body.data[0].id}`)).status).toBe(404);
    expect((await owner.call('GET', '/api/v1/me')).status).toBe(200);
  });
});

it('refuses access tokens that are not ours', async () => {
  const reply = await register();
  const { accessToken, user } = reply.json();
  const [header, payload] = accessToken.split('.');
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
  const expired = test.app.jwt.sign({ sub: user.id, sid: 'ses_none' }, { expiresIn: -1 });
  const foreign = test.app.jwt.sign({ sub: user.id, sid: 'ses_none' });
  for (const token of [
    '',
    'nonsense',
    `${header}.${payload}.AAAA`,
    `${none}.${payload}.`,
    expired,
    foreign,
  ]) {
    const headers = { authorization: `Bearer ${token}` };
    expect((await test.app.inject({ url: '/api/v1/me', headers })).statusCode).toBe(401);
  }
});
