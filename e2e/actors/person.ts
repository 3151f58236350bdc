import { randomUUID } from 'node:crypto';
import type { BrowserContext } from '@playwright/test';
import type { ResponseOf } from '../../frontend/src/api/types.ts';
import { adminEmail, adminPassword } from './admin.ts';
import { type Api, createApi } from './api.ts';

/** Somebody with an account on the server under test. */
export type Person = {
  email: string;
  password: string;
  userId: string;
  accountId: string;
  /** The management API as this person: for what a journey needs but is not about. */
  api: Api;
};

type AuthResult = ResponseOf<'post', '/api/v1/auth/login'>;

/** An address nobody else in this run has. */
export const newEmail = (name: string) => `${name}-${randomUUID().slice(0, 8)}@example.com`;

/** Signs somebody new up through the API. */
export async function signUpPerson(baseUrl: string, name = 'Mona Example'): Promise<Person> {
  const email = newEmail(name.toLowerCase().split(' ')[0] ?? 'user');
  const password = 'a password of mine';
  return toPerson(baseUrl, password, await authenticate(baseUrl, 'register', { email, password, name }));
}

/** The admin of the first start. */
export async function signInAdmin(baseUrl: string): Promise<Person> {
  const credentials = { email: adminEmail, password: adminPassword };
  return toPerson(baseUrl, adminPassword, await authenticate(baseUrl, 'login', credentials));
}

/** Gives the browser context a session of its own of `person`, as if they had signed in there. */
export async function signIn(context: BrowserContext, { email, password }: Person): Promise<void> {
  const reply = await context.request.post('/api/v1/auth/login', { data: { email, password } });
  if (!reply.ok()) throw new Error(`Sign-in of ${email} answered ${reply.status()}`);
}

async function authenticate(baseUrl: string, path: 'login' | 'register', body: object): Promise<AuthResult> {
  const reply = await fetch(`${baseUrl}/api/v1/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`);
  return (await reply.json()) as AuthResult;
}

function toPerson(baseUrl: string, password: string, { user, accessToken }: AuthResult): Person {
  return {
    email: user.email,
    password,
    userId: user.id,
    accountId: user.personalAccountId,
    api: createApi(baseUrl, accessToken),
  };
}
