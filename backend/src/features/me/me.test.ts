import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { signUp } from '../../../test/people.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

it('changes what is given and leaves the rest', async () => {
  const person = await signUp(test.app);
  const before = (await person.call('GET', '/api/v1/me')).body;
  const change = { locale: 'ar', theme: 'dark', timeZone: 'Asia/Kuwait' };
  const reply = await person.call('PATCH', '/api/v1/me', change);
  expect(reply.status).toBe(200);
  expect(reply.body).toEqual({ ...before, ...change });
  const sql = 'SELECT name, locale, theme, time_zone FROM users WHERE id = $1';
  expect((await test.db.query(sql, [person.userId])).rows).toEqual([
    { name: 'Test Person', locale: 'ar', theme: 'dark', time_zone: 'Asia/Kuwait' },
  ]);
  expect((await person.call('PATCH', '/api/v1/me', {})).body).toEqual(reply.body);
});

it('sets and removes name and phone', async () => {
  const person = await signUp(test.app);
  const set = await person.call('PATCH', '/api/v1/me', { name: '  Mona  ', phone: '+965 1234' });
  expect(set.body).toMatchObject({ name: 'Mona', phone: '+965 1234' });
  const removed = await person.call('PATCH', '/api/v1/me', { name: '', phone: null });
  expect(removed.body).toMatchObject({ name: null, phone: null });
});

it.each([
  [{ locale: 'de' }, '/locale'],
  [{ theme: 'pink' }, '/theme'],
  [{ timeZone: 'Mars/Olympus' }, '/timeZone'],
  [{ timeZone: '+03:00' }, '/timeZone'],
  [{ name: 'x'.repeat(101) }, '/name'],
  [{ name: 'a\u0000b' }, '/name'],
  [{ phone: 'x' }, '/phone'],
  [{ email: 'other@example.com' }, '/email'],
  [{ role: 'admin' }, '/role'],
])('refuses %j', async (change, path) => {
  const person = await signUp(test.app);
  const reply = await person.call('PATCH', '/api/v1/me', change);
  expect(reply.status).toBe(400);
  expect(reply.body.errors[0].path).toBe(path);
});
