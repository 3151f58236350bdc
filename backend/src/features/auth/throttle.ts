import { createHash } from 'node:crypto';
import type pg from 'pg';
import { errors } from '../../errors.ts';
import { tx } from '../../lib/sql.ts';
import { networkOf } from './network-of.ts';
import * as queries from './throttle-queries.ts';

const failuresPerEmail = 10;
const failuresPerAddress = 50;

/** Who tries to sign in, as `login_throttles` knows them. */
export type Subjects = { email: string; address: string };

/** Hashes, so that neither addresses nor passwords mistyped as e-mails are kept. */
export function throttleSubjects(email: string, address: string): Subjects {
  const hash = (kind: string, text: string) =>
    createHash('sha256').update(`${kind} ${text}`).digest('base64url');
  return { email: hash('email', email.toLowerCase()), address: hash('address', networkOf(address)) };
}

/**
 * Counts a try as failed before its password is looked at, so that parallel tries cannot slip through.
 * A refused try counts nowhere. @throws too_many_attempts with Retry-After.
 */
export async function countTry(db: pg.Pool, { email, address }: Subjects): Promise<void> {
  await tx(db, async (client) => {
    for (const [subject, limit] of [
      [address, failuresPerAddress],
      [email, failuresPerEmail],
    ] as const) {
      if (await queries.countFailure(client, subject, limit)) continue;
      const seconds = await queries.secondsToWait(client, subject);
      throw errors.tooManyAttempts(undefined, { headers: { 'retry-after': String(seconds) } });
    }
  });
}

/** The try was none of an attacker: the e-mail starts afresh, the address gets its one try back. */
export async function forgiveTry(db: pg.Pool, { email, address }: Subjects): Promise<void> {
  await queries.clearFailures(db, email);
  await queries.takeBackFailure(db, address);
}
