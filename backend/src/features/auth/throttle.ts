import { createHash } from 'node:crypto';
import { errors } from '../../errors.ts';
import { type Db, query, queryOne } from '../../lib/sql.ts';

const windowMinutes = 15;
const failuresMost = { email: 10, address: 50 };

type Subject = { kind: keyof typeof failuresMost; value: string };

// Hashed, so that a password typed into the e-mail field is not kept.
const keyOf = ({ kind, value }: Subject) =>
  createHash('sha256').update(`${kind} ${value.toLowerCase()}`).digest('hex');

/**
 * Counts a sign-in as failed before it is tried, for its e-mail and its address; `forgive` takes that back
 * after success. Counting first keeps parallel tries from slipping through together.
 * @throws too_many_attempts
 */
export async function countAttempt(db: Db, email: string, address: string): Promise<void> {
  for (const subject of [
    { kind: 'email', value: email },
    { kind: 'address', value: address },
  ] satisfies Subject[]) {
    const row = await queryOne<{ failures: number; seconds_left: number }>(
      db,
      `INSERT INTO login_throttles (subject, failures, window_ends_at) VALUES ($1, 1, now() + make_interval(mins => $2))
       ON CONFLICT (subject) DO UPDATE SET
         failures = CASE WHEN login_throttles.window_ends_at <= now() THEN 1 ELSE login_throttles.failures + 1 END,
         window_ends_at = CASE WHEN login_throttles.window_ends_at <= now() THEN EXCLUDED.window_ends_at ELSE login_throttles.window_ends_at END
       RETURNING failures, ceil(extract(epoch FROM window_ends_at - now()))::int AS seconds_left`,
      [keyOf(subject), windowMinutes],
    );
    if (row && row.failures > failuresMost[subject.kind]) {
      throw errors.tooManyAttempts(undefined, {
        headers: { 'retry-after': String(Math.max(1, row.seconds_left)) },
      });
    }
  }
}

/** The sign-in succeeded: its e-mail starts anew, and the address is not charged for it. */
export async function forgive(db: Db, email: string, address: string): Promise<void> {
  await query(db, 'DELETE FROM login_throttles WHERE subject = $1', [keyOf({ kind: 'email', value: email })]);
  await query(db, 'UPDATE login_throttles SET failures = greatest(failures - 1, 0) WHERE subject = $1', [
    keyOf({ kind: 'address', value: address }),
  ]);
}
