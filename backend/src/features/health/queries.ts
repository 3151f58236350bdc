import type { ProviderKind } from '../../lib/providers/upstream-url.ts';
import { type Db, query } from '../../lib/sql.ts';

export type ProviderRow = { id: string; name: string; kind: ProviderKind; enabled: boolean };

/** All providers by name. */
export function listProviderNames(db: Db): Promise<ProviderRow[]> {
  return query(db, 'SELECT id, name, kind, enabled FROM providers ORDER BY name');
}
