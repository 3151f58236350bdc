import { type Db, query, queryOne } from '../../lib/sql.ts';
import type { User } from './schemas.ts';

export type UserRow = {
  id: string;
  email: string;
  name: string | null;
  phone: string | null;
  role: User['role'];
  locale: User['locale'];
  theme: User['theme'];
  time_zone: string;
  personal_account_id: string;
  created_at: Date;
};

export function findUser(db: Db, id: string): Promise<UserRow | undefined> {
  return queryOne(
    db,
    `SELECT u.id, u.email, u.name, u.phone, u.role, u.locale, u.theme, u.time_zone,
       a.id AS personal_account_id, u.created_at
     FROM users u JOIN accounts a ON a.personal_of = u.id
     WHERE u.id = $1`,
    [id],
  );
}

export type ProfileValues = {
  name?: string | null | undefined;
  phone?: string | null | undefined;
  locale?: string | undefined;
  theme?: string | undefined;
  timeZone?: string | undefined;
};

/** Changes what is given; undefined leaves a column as it is. */
export async function updateProfile(db: Db, id: string, values: ProfileValues): Promise<void> {
  await query(
    db,
    `UPDATE users SET
       name = CASE WHEN $2 THEN $3 ELSE name END,
       phone = CASE WHEN $4 THEN $5 ELSE phone END,
       locale = COALESCE($6, locale), theme = COALESCE($7, theme), time_zone = COALESCE($8, time_zone)
     WHERE id = $1`,
    [
      id,
      values.name !== undefined,
      values.name ?? null,
      values.phone !== undefined,
      values.phone ?? null,
      values.locale ?? null,
      values.theme ?? null,
      values.timeZone ?? null,
    ],
  );
}
