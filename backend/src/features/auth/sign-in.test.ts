import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

const password = 'correct horse battery';
const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  test.app.inject({ method: 'POST', url: `/api/v1/auth/${url}`, payload, headers });
const register = (fields: object, headers: Record<string, string> = {}) =>
  post('register', { password, ...fields }, headers);
const rows = async (sql: string, ...values: unknown[]) => (await test.db.query(sql, values)).rows;

describe('sign-up', () => {
  it('makes a user with everything a user has', async () => {
    const reply = await register(
      { email: 'Mona@Example.com', name: ' Mona ', phone: '+965 1234 5678' },
      { 'accept-language': 'de, ar-KW;q=0.9, en;q=0.1', 'user-agent': 'curl/8' },
    );
    expect(reply.statusCode).toBe(201);
    const { user, accessToken, expiresIn } = reply.json();
    expect(user).toEqual({
      id: expect.stringMatching(/^usr_/),
      email: 'mona@example.com',
      name: 'Mona',
      phone: '+965 1234 5678',
      role: 'user',
      locale: 'ar',
      theme: 'system',
      timeZone: 'UTC',
      personalAccountId: expect.stringMatching(/^acc_/),
      createdAt: expect.any(String),
    });
    expect(expiresIn).toBe(900);
    const me = { authorization: `Bearer ${accessToken}` };
    expect((await test.app.inject({ url: '/api/v1/me', headers: me })).json()).toEqual(user);

    const [stored] = await rows('SELECT password_hash FROM users WHERE id = $1', user.id);
    expect(stored.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const account = [user.personalAccountId];
    expect(await rows('SELECT kind, personal_of FROM accounts WHERE id = $1', ...account)).toEqual([
      { kind: 'personal', personal_of: user.id },
    ]);
    expect(await rows('SELECT user_id, role FROM account_members WHERE account_id = $1', ...account)).toEqual(
      [{ user_id: user.id, role: 'owner' }],
    );
    expect(await rows('SELECT name, is_default FROM projects WHERE account_id = $1', ...account)).toEqual([
      { name: 'Default', is_default: true },
    ]);
    expect(
      await rows('SELECT period, credits_limit, credits_used FROM meters WHERE scope_id = $1', ...account),
    ).toEqual([{ period: 'total', credits_limit: 1_000_000_000n, credits_used: 0n }]);
    expect(
      await rows('SELECT kind, amount_micro_credits FROM grants WHERE account_id = $1', ...account),
    ).toEqual([{ kind: 'promotional', amount_micro_credits: 1_000_000_000n }]);
    expect(await rows('SELECT user_agent, address FROM sessions WHERE user_id = $1', user.id)).toEqual([
      { user_agent: 'curl/8', address: '127.0.0.1' },
    ]);
  });

  it('sets a cookie that only the auth routes and no script get to see, and a hint for scripts', async () => {
    const reply = await register({ email: 'cookie@example.com' });
    expect(reply.cookies).toEqual([
      {
        name: 'litemaas_refresh',
        value: expect.stringMatching(/^[\w-]{43}$/),
        path: '/api/v1/auth',
        httpOnly: true,
        sameSite: 'Strict',
        maxAge: 30 * 86_400,
      },
      { name: 'litemaas_session', value: '1', path: '/', sameSite: 'Strict', maxAge: 30 * 86_400 },
    ]);
    const [{ hashes }] = await rows(
      "SELECT string_agg(encode(token_hash, 'hex'), ' ') AS hashes FROM refresh_tokens",
    );
    expect(hashes).not.toContain(Buffer.from(reply.cookies[0]?.value ?? '').toString('hex'));
  });

  it('refuses an e-mail that is taken, whatever its case', async () => {
    await register({ email: 'taken@example.com' });
    const again = await register({ email: 'TAKEN@example.com' });
    expect(again.statusCode).toBe(409);
    expect(again.json()).toMatchObject({ code: 'email_taken' });
  });

  it('lets one of parallel sign-ups with the same e-mail through and leaves nothing of the others', async () => {
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => register({ email: 'race@example.com' })),
    );
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    expect(await rows(`SELECT count(*)::int FROM users WHERE email = 'race@example.com'`)).toEqual([
      { count: 1 },
    ]);
    expect(await rows(`SELECT count(*)::int FROM accounts WHERE name = 'race@example.com'`)).toEqual([
      { count: 1 },
    ]);
  });

  it.each([
    ['no e-mail', {}, '/email'],
    ['an e-mail without @', { email: 'nobody' }, '/email'],
    ['an e-mail with blanks', { email: 'a b@example.com' }, '/email'],
    ['a NUL in the e-mail', { email: 'a\u0000b@example.com' }, '/email'],
    ['an endless e-mail', { email: `${'a'.repeat(250)}@example.com` }, '/email'],
    ['a short password', { email: 'x@example.com', password: '1234567' }, '/password'],
    ['a long password', { email: 'x@example.com', password: 'x'.repeat(129) }, '/password'],
    ['a wrong phone', { email: 'x@example.com', phone: 'call me' }, '/phone'],
    ['an unknown field', { email: 'x@example.com', role: 'admin' }, '/role'],
  ])('refuses %s', async (_what, fields, path) => {
    const reply = await register(fields);
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ code: 'invalid_request', errors: [{ path }] });
  });

  it('starts on the plan that the environment names, with its limits', async () => {
    const planned = await createTestApp({ databaseUrl: test.databaseUrl, defaultPlan: 'basic' });
    const reply = await planned.app.inject({
      method: 'POST',
      url: '/api/v1/auth/register',
      payload: { email: 'planned@example.com', password },
    });
    const { personalAccountId } = reply.json().user;
    expect(await rows('SELECT plan_id FROM accounts WHERE id = $1', personalAccountId)).toEqual([
      { plan_id: 'pln_basic' },
    ]);
    expect(
      await rows(`SELECT rpm_limit, concurrency_limit FROM meters WHERE scope_id = $1`, personalAccountId),
    ).toEqual([{ rpm_limit: 10n, concurrency_limit: 10n }]);
    const settings = await planned.app.inject('/api/v1/settings');
    expect(settings.json()).toMatchObject({ defaultPlanId: 'pln_basic' });
    await planned.close();
    expect((await test.app.inject('/api/v1/settings')).json()).toMatchObject({ defaultPlanId: null });
  });

  it('gives no credits outside of a demo', async () => {
    const plain = await createTestApp({ demo: false, databaseUrl: test.databaseUrl });
    const payload = { email: 'plain@localhost', password };
    const reply = await plain.app.inject({ method: 'POST', url: '/api/v1/auth/register', payload });
    await plain.close();
    expect(reply.statusCode).toBe(201);
    const account = reply.json().user.personalAccountId;
    expect(await rows('SELECT credits_limit FROM meters WHERE scope_id = $1', account)).toEqual([
      { credits_limit: 0n },
    ]);
    expect(await rows('SELECT id FROM grants WHERE account_id = $1', account)).toEqual([]);
  });

  it('marks the cookie Secure where the public URL is https', async () => {
    const secure = await createTestApp({
      publicUrl: 'https://llm.example.com',
      databaseUrl: test.databaseUrl,
    });
    const payload = { email: 'secure@example.com', password };
    const reply = await secure.app.inject({ method: 'POST', url: '/api/v1/auth/register', payload });
    await secure.close();
    expect(reply.cookies[0]).toMatchObject({ secure: true });
  });
});

describe('sign-in', () => {
  it('begins a session, whatever the case of the e-mail', async () => {
    const { user } = (await register({ email: 'login@example.com' })).json();
    const reply = await post('login', { email: 'LOGIN@example.com', password });
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({ user, expiresIn: 900 });
    expect(await rows('SELECT count(*)::int FROM sessions WHERE user_id = $1', user.id)).toEqual([
      { count: 2 },
    ]);
  });

  it('takes a password composed another way', async () => {
    await register({ email: 'compose@example.com', password: 'caf\u00e9 au lait' });
    expect(
      (await post('login', { email: 'compose@example.com', password: 'cafe\u0301 au lait' })).statusCode,
    ).toBe(200);
  });

  it('gives one answer to a wrong password, an unknown e-mail and a disabled user', async () => {
    await register({ email: 'wrong@example.com' });
    await register({ email: 'disabled@example.com' });
    await test.db.query(`UPDATE users SET disabled_at = now() WHERE email = 'disabled@example.com'`);
    const tries = [
      { email: 'wrong@example.com', password: `${password}!` },
      { email: 'unknown@example.com', password },
      { email: 'disabled@example.com', password },
    ];
    for (const credentials of tries) {
      const reply = await post('login', credentials);
      expect(reply.statusCode).toBe(401);
      expect(reply.json()).toMatchObject({
        code: 'invalid_credentials',
        detail: 'E-mail or password is wrong.',
      });
      expect(reply.cookies).toEqual([]);
    }
  });

  it('does not sign in a user without a password', async () => {
    await test.db.query(`INSERT INTO users (id, email) VALUES ('usr_without', 'without@example.com')`);
    expect((await post('login', { email: 'without@example.com', password: '' })).statusCode).toBe(400);
    expect((await post('login', { email: 'without@example.com', password: 'x' })).statusCode).toBe(401);
  });

  it('refuses a body that is none', async () => {
    expect((await post('login', { email: 'a@example.com' })).statusCode).toBe(400);
    expect((await post('login', { email: 'a@example.com', password, remember: true })).statusCode).toBe(400);
    expect((await post('login', { email: 'a\u0000', password })).statusCode).toBe(400);
  });
});
