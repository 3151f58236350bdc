import { randomUUID } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import type pg from 'pg';
import type { App } from '../src/app.ts';

/** A signed-up user and a way to call the API as them. */
export type Person = {
  userId: string;
  accountId: string;
  email: string;
  accessToken: string;
  call(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: any; headers: Record<string, unknown> }>;
};

/** Signs somebody new up through the API. */
export async function signUp(app: App, email = `${randomUUID()}@example.com`): Promise<Person> {
  const reply = await app.inject({
    method: 'POST',
    url: '/api/v1/auth/register',
    payload: { email, password: 'correct horse battery', name: 'Test Person' },
  });
  if (reply.statusCode !== 201) throw new Error(`sign-up answered ${reply.statusCode}: ${reply.body}`);
  const { user, accessToken } = reply.json<{
    user: { id: string; personalAccountId: string };
    accessToken: string;
  }>();
  return {
    userId: user.id,
    accountId: user.personalAccountId,
    email,
    accessToken,
    async call(method, url, body, headers = {}) {
      const options: InjectOptions = {
        method,
        url,
        headers: { authorization: `Bearer ${accessToken}`, ...headers },
        ...(body && { payload: body }),
      };
      const answer = await app.inject(options);
      const isJson = String(answer.headers['content-type']).includes('json');
      return {
        status: answer.statusCode,
        body: isJson ? answer.json() : answer.body,
        headers: answer.headers,
      };
    },
  };
}

/** Signs up and is made an admin (or auditor) in the database: there is no other way to be the first. */
export async function signUpAs(role: 'admin' | 'auditor', app: App, db: pg.Pool): Promise<Person> {
  const person = await signUp(app);
  await db.query('UPDATE users SET role = $1 WHERE id = $2', [role, person.userId]);
  return person;
}
