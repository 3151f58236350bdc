import { errors } from '../../errors.ts';
import type { Db } from '../../lib/sql.ts';
import { type CountedProviderRow, findProvider } from './queries.ts';

/** The provider a path names. @throws not_found. */
export async function existingProvider(db: Db, id: string): Promise<CountedProviderRow> {
  const row = await findProvider(db, id);
  if (!row) throw errors.notFound('There is no such provider.');
  return row;
}
