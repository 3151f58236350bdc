import { createHash } from 'node:crypto';
import type pg from 'pg';
import { errors } from '../../errors.ts';
import { type Db, tx } from '../../lib/sql.ts';
import { networkOf } from './network-of.ts';
import * as queries from './throttle-queries.ts';

const failuresPerEmail = 10;
const failuresPerAddress = 50;

/** Who tries to sign in, as `login_throttles` knows them. */
export type Subjects = { email: string; address: string };

/** Who somebody is to the throttle: hashes, so that neither addresses nor passwords mistyped as e-mails are kept. */
export function throttleSubjects(email: string, address: string): Subjects {
  return { email: subject('email', email.toLowerCase()), address: subject('address', networkOf(address)) };
}

function subject(kind: 'email' | 'address' | 'sign-up', text: string): string {
  return createHash('sha256').update(`${kind} ${text}`).digest('base64url');
}

/**
 * Counts a try as failed before its password is looked at, so that parallel tries cannot slip through.
 * A refused try counts nowhere. @throws too_many_attempts with Retry-After.
 */
export async function countTry(db: pg.Pool, { email, address }: Subjects): Promise<void> {
  await tx(db, async (client) => {
    await countOrRefuse(client, address, failuresPerAddress);
    await countOrRefuse(client, email, failuresPerEmail);
  });
}

/** Counts a try to sign up, whatever becomes of it. @throws too_many_attempts with Retry-After. */
export async function countSignUp(db: pg.Pool, address: string, limit: number): Promise<void> {
  await countOrRefuse(db, subject('sign-up', networkOf(address)), limit);
}

async function countOrRefuse(db: Db, who: string, limit: number): Promise<void> {
  if (await queries.countFailure(db, who, limit)) return;
  const seconds = await queries.secondsToWait(db, who);
  throw errors.tooManyAttempts(undefined, { headers: { 'retry-after': String(seconds) } });
}

/** The try was none of an attacker: the e-mail starts afresh, the address gets its one try back. */
export async function forgiveTry(db: pg.Pool, { email, address }: Subjects): Promise<void> {
  await queries.clearFailures(db, email);
  await queries.takeBackFailure(db, address);
}

/** Whoever was locked out may try again: the password is another one now. */
export async function forgiveEmail(db: pg.Pool, email: string): Promise<void> {
  await queries.clearFailures(db, subject('email', email.toLowerCase()));
}
