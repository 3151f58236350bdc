import type { ProviderFigures } from '../../lib/provider-figures.ts';
import { type Db, query } from '../../lib/sql.ts';

export type GatewayHealthRow = { instance_id: bigint; providers: Record<string, ProviderFigures> };

/** What the gateways that live have written of their providers. A living one is seen every five seconds. */
export function listGatewayHealth(db: Db): Promise<GatewayHealthRow[]> {
  return query(
    db,
    `SELECT h.instance_id, h.providers FROM gateway_health h JOIN instances i ON i.id = h.instance_id
     WHERE i.dead_at IS NULL AND i.seen_at > now() - interval '20 seconds'`,
  );
}

/** Ids of the providers that a kill switch stops. */
export async function listStoppedProviders(db: Db): Promise<string[]> {
  const rows = await query<{ scope_id: string }>(
    db,
    `SELECT scope_id FROM kill_switches WHERE scope = 'provider' AND lifted_at IS NULL`,
  );
  return rows.map(({ scope_id }) => scope_id);
}
