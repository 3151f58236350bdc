import { onTestFinished } from 'vitest';
import { type ConnectionSettings, usualSettings } from '../../src/lib/providers/connection-settings.ts';
import type { Connection } from '../../src/lib/providers/discovered-model.ts';
import type { StandIn } from './json-server.ts';

/** The key that stand-ins of model servers are started with. */
export const standInKey = 'sk-canary-1234567890';

/** A connection to a stand-in, which ends with the test. */
export async function connectTo(
  kind: Connection['kind'],
  starting: Promise<StandIn>,
  apiKey: string | null = standInKey,
  settings: ConnectionSettings = usualSettings,
) {
  const standIn = await starting;
  onTestFinished(() => standIn.close());
  return { connection: { kind, baseUrl: standIn.url, apiKey, settings } satisfies Connection, standIn };
}
