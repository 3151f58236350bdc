import { type Db, query, queryOne } from '../../lib/sql.ts';
import type { Verification } from './schemas.ts';

export type VerificationRow = { ran_at: Date; checks: Verification['checks'] };

/** What the books came to when they were last verified, by whatever instance. */
export function findVerification(db: Db): Promise<VerificationRow | undefined> {
  return queryOne(db, 'SELECT ran_at, checks FROM verifications');
}

export async function saveVerification(db: Db, at: Date, checks: Verification['checks']): Promise<void> {
  await query(
    db,
    `INSERT INTO verifications (ran_at, checks) VALUES ($1, $2)
     ON CONFLICT (id) DO UPDATE SET ran_at = EXCLUDED.ran_at, checks = EXCLUDED.checks WHERE verifications.ran_at < EXCLUDED.ran_at`,
    [at, JSON.stringify(checks)],
  );
}
