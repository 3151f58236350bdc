import { errors } from '../../errors.ts';
import type { Db } from '../../lib/sql.ts';
import { isTimeZone } from '../../lib/time-zones.ts';
import { findUser, updateProfile, type UserRow } from './queries.ts';
import type { ProfileChange, User } from './schemas.ts';

/** A user as replies show it. @throws not_found. */
export async function getUser(db: Db, id: string): Promise<User> {
  const row = await findUser(db, id);
  if (!row) throw errors.notFound('There is no such user.');
  return toUser(row);
}

/** Changes what is given of a profile. @throws invalid_request on a time zone that does not exist. */
export async function changeProfile(db: Db, id: string, change: ProfileChange): Promise<void> {
  if (change.timeZone !== undefined && !isTimeZone(change.timeZone)) {
    const message = 'is not an IANA time zone, such as Asia/Kuwait';
    throw errors.invalidFields('body', [{ path: '/timeZone', message }]);
  }
  const { name, phone } = change;
  await updateProfile(db, id, {
    ...change,
    name: name === undefined ? undefined : textOrNull(name),
    phone: phone === undefined ? undefined : textOrNull(phone),
  });
}

/** Text without the blanks around it; null where nothing is left: an absent value is null, never "". */
export function textOrNull(text: string | null | undefined): string | null {
  return text?.trim() || null;
}

/** A row as replies show it. */
export function toUser(row: UserRow): User {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    phone: row.phone,
    role: row.role,
    locale: row.locale,
    theme: row.theme,
    timeZone: row.time_zone,
    personalAccountId: row.personal_account_id,
    createdAt: row.created_at.toISOString(),
  };
}
