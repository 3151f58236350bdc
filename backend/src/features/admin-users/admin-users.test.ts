import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';

let server: TestApp;
let admin: Person;
let auditor: Person;
let user: Person;
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  auditor = await signUpAs('auditor', server.app, server.db);
  user = await signUp(server.app);
});
afterAll(() => server.close());

const users = '/api/v1/admin/users';
const change = (person: Person, body: object, by = admin) =>
  by.call('PATCH', `${users}/${person.userId}`, body);
const row = async ({ userId }: Person) =>
  (
    await server.db.query<{ role: string; disabled: boolean }>(
      'SELECT role, disabled_at IS NOT NULL AS disabled FROM users WHERE id = $1',
      [userId],
    )
  ).rows[0];
const audits = async ({ userId }: Person) =>
  (
    await server.db.query(
      `SELECT action, actor_user_id, request_id, details FROM audit_log
       WHERE target_type = 'user' AND target_id = $1 AND action IN ('user.role', 'user.disable', 'user.enable')
       ORDER BY id`,
      [userId],
    )
  ).rows;

describe('a user', () => {
  test('with the credits of their account', async () => {
    await server.db.query(
      `UPDATE meters SET credits_used = 1500000, credits_held = 250000 WHERE scope_id = $1 AND period = 'total'`,
      [user.accountId],
    );
    const { status, body } = await admin.call('GET', `${users}/${user.userId}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      id: user.userId,
      email: user.email,
      name: 'Test Person',
      phone: null,
      role: 'user',
      locale: 'en',
      theme: 'system',
      timeZone: 'UTC',
      personalAccountId: user.accountId,
      createdAt: expect.any(String) as string,
      status: 'active',
      account: {
        id: user.accountId,
        planId: null,
        balanceCredits: '998.5',
        heldCredits: '0.25',
        usedCredits: '1.5',
      },
    });
    expect((await admin.call('GET', `${users}/usr_none`)).status).toBe(404);
  });

  test('says its plan', async () => {
    await admin.call('PUT', `/api/v1/admin/accounts/${user.accountId}/plan`, { planId: 'pln_pro' });
    const { body } = await admin.call('GET', `${users}/${user.userId}`);
    expect(body.account.planId).toBe('pln_pro');
  });
});

describe('the list', () => {
  const list = async (query: string) => (await admin.call('GET', `${users}?${query}`)).body;
  const ids = async (search: string) =>
    (await list(`search=${encodeURIComponent(search)}`)).data.map(({ id }: { id: string }) => id);

  test('is the newest first, in pages', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await list(`limit=2${cursor && `&cursor=${cursor}`}`);
      expect(page.data.length).toBeLessThanOrEqual(2);
      seen.push(...page.data.map(({ id }: { id: string }) => id));
      cursor = page.nextCursor;
    }
    const { rows } = await server.db.query<{ id: string }>(
      'SELECT id FROM users ORDER BY created_at DESC, id DESC',
    );
    expect(seen).toEqual(rows.map(({ id }) => id));
  });

  test('is searched by parts of e-mail, name and phone, and by whole ids', async () => {
    const mark = randomUUID();
    const found = await signUp(server.app, `Found-${mark}@example.com`);
    await server.db.query(`UPDATE users SET name = $2, phone = '+965 5555 1234' WHERE id = $1`, [
      found.userId,
      `Mona ${mark} Müller`,
    ]);
    expect(await ids(`FOUND-${mark}@EXAMPLE`)).toEqual([found.userId]);
    expect(await ids(`  ${mark} müller `)).toEqual([found.userId]);
    expect(await ids('5555 12')).toEqual([found.userId]);
    expect(await ids(found.userId)).toEqual([found.userId]);
    expect(await ids(found.accountId)).toEqual([found.userId]);
    expect(await ids(found.userId.slice(0, -1))).toEqual([]);
  });

  test.each(['%', '_', '\\', "'", '" OR true --'])('takes %s literally', async (search) => {
    expect(await ids(search)).toEqual([]);
  });

  test('an empty search finds everybody', async () => {
    expect((await list('search=%20')).data.length).toBeGreaterThan(2);
  });

  test.each([
    'limit=0',
    'cursor=nonsense',
    `cursor=${btoa('["x","y"]')}`,
    `search=${'x'.repeat(201)}`,
    'search=%00',
  ])('%s: 400', async (query) => {
    expect((await admin.call('GET', `${users}?${query}`)).status).toBe(400);
  });
});

describe('changing', () => {
  test('the role: at once, with an audit entry', async () => {
    const person = await signUp(server.app);
    const answer = await change(person, { role: 'auditor' });
    expect([answer.status, answer.body.role]).toEqual([200, 'auditor']);
    expect(await row(person)).toEqual({ role: 'auditor', disabled: false });
    expect((await person.call('GET', users)).status).toBe(200);
    expect(await audits(person)).toEqual([
      {
        action: 'user.role',
        actor_user_id: admin.userId,
        request_id: answer.headers['x-request-id'],
        details: { from: 'user', to: 'auditor' },
      },
    ]);
  });

  test('disabling ends every session, and enabling does not bring them back', async () => {
    const person = await signUp(server.app);
    const answer = await change(person, { disabled: true });
    expect([answer.status, answer.body.status]).toEqual([200, 'disabled']);
    expect((await person.call('GET', '/api/v1/me')).status).toBe(401);
    const { rows } = await server.db.query(
      'SELECT revoked_at IS NOT NULL AS revoked, revoked_reason FROM sessions WHERE user_id = $1',
      [person.userId],
    );
    expect(rows).toEqual([{ revoked: true, revoked_reason: 'disabled' }]);
    const login = () =>
      server.app.inject({
        method: 'POST',
        url: '/api/v1/auth/login',
        payload: { email: person.email, password: 'correct horse battery' },
      });
    expect((await login()).statusCode).toBe(401);
    const enabled = await change(person, { disabled: false });
    expect([enabled.status, enabled.body.status]).toEqual([200, 'active']);
    expect((await person.call('GET', '/api/v1/me')).status).toBe(401);
    expect((await login()).statusCode).toBe(200);
    expect((await audits(person)).map(({ action }) => action)).toEqual(['user.disable', 'user.enable']);
  });

  test('nothing writes nothing', async () => {
    const person = await signUp(server.app);
    for (const body of [{}, { role: 'user' }, { disabled: false }, { role: 'user', disabled: false }])
      expect((await change(person, body)).status).toBe(200);
    expect(await audits(person)).toEqual([]);
  });

  test.each([{ role: 'owner' }, { role: null }, { disabled: 'yes' }, { disabled: null }, { email: 'x@y.z' }])(
    '%j: 400',
    async (body) => {
      expect((await change(user, body)).status).toBe(400);
      expect(await row(user)).toEqual({ role: 'user', disabled: false });
    },
  );

  test('a user who is not there: 404', async () => {
    expect((await admin.call('PATCH', `${users}/usr_none`, { role: 'user' })).status).toBe(404);
  });

  test('is for admins; auditors read', async () => {
    for (const path of [users, `${users}/${user.userId}`]) {
      expect((await auditor.call('GET', path)).status).toBe(200);
      expect((await user.call('GET', path)).status).toBe(403);
      expect((await server.app.inject(path)).statusCode).toBe(401);
    }
    for (const person of [auditor, user])
      expect((await change(person, { role: 'admin' }, person)).status).toBe(403);
    expect(await row(user)).toEqual({ role: 'user', disabled: false });
  });
});

describe('the last admin', () => {
  test.each([{ role: 'user' }, { role: 'auditor' }, { disabled: true }, { role: 'user', disabled: true }])(
    'stays: %j',
    async (body) => {
      const disabledAdmin = await signUpAs('admin', server.app, server.db);
      await change(disabledAdmin, { disabled: true });
      const answer = await change(admin, body);
      expect([answer.status, answer.body.code]).toEqual([409, 'last_admin']);
      expect(await row(admin)).toEqual({ role: 'admin', disabled: false });
      expect(await audits(admin)).toEqual([]);
    },
  );

  test('may go when there is another, and a disabled one may be demoted', async () => {
    const second = await signUpAs('admin', server.app, server.db);
    expect((await change(second, { disabled: true }, second)).status).toBe(200);
    expect((await change(second, { role: 'user' })).status).toBe(200);
    expect(await row(second)).toEqual({ role: 'user', disabled: true });
  });

  test('stays when all go at once', async () => {
    const others = await Promise.all(
      Array.from({ length: 5 }, () => signUpAs('admin', server.app, server.db)),
    );
    const all = [admin, ...others];
    // Everybody throws out the next one: whoever is out already may not.
    const answers = await Promise.all(
      all.map((person, index) =>
        change(
          all[(index + 1) % all.length] as Person,
          index % 2 ? { role: 'user' } : { disabled: true },
          person,
        ),
      ),
    );
    const { rows } = await server.db.query<{ count: bigint }>(
      `SELECT count(*) FROM users WHERE role = 'admin' AND disabled_at IS NULL`,
    );
    const gone = answers.filter(({ status }) => status === 200).length;
    expect(Number(rows[0]?.count)).toBe(all.length - gone);
    expect(gone).toBeLessThan(all.length);
    for (const { status } of answers) expect([200, 401, 403, 409]).toContain(status);
  });
});
