import type { FastifyBaseLogger } from 'fastify';
import { createClient, query } from '../../lib/sql.ts';
import type { Batcher } from './batcher.ts';
import { livingLock } from './instance.ts';
import type { Settlement } from './items.ts';
import { readJournals } from './journal.ts';

/** Settles what instances that are gone have left in their journals. Those of living ones are left alone. */
export async function replayJournals(options: {
  url: string;
  directory: string;
  batcher: Batcher;
  log: FastifyBaseLogger;
}): Promise<void> {
  const { url, directory, batcher, log } = options;
  const journals = await readJournals(directory);
  if (journals.length === 0) return;
  const client = createClient(url, 'litemaas journal');
  await client.connect();
  try {
    for (const { instanceId, settlements, remove } of journals) {
      const lock = [livingLock, Number(instanceId)];
      const [row] = await query<{ taken: boolean }>(
        client,
        'SELECT pg_try_advisory_lock($1, $2) AS taken',
        lock,
      );
      if (!row?.taken) continue;
      const { open, swept } = await findUnsettled(client, settlements);
      // Not together: one that has its record already would take a whole batch apart.
      for (const part of [open, swept])
        await Promise.all(part.map((settlement) => batcher.settle(settlement)));
      await remove();
      await client.query('SELECT pg_advisory_unlock($1, $2)', lock);
      log.warn(
        { instance: instanceId.toString(), calls: open.length, swept: swept.length },
        'settled calls from a journal',
      );
    }
  } finally {
    await client.end();
  }
}

/** Those without a usage record, and those whose record is a sweeper's, who was first. The others were committed. */
async function findUnsettled(
  client: ReturnType<typeof createClient>,
  settlements: Settlement[],
): Promise<{ open: Settlement[]; swept: Settlement[] }> {
  const records = await query<{ request_id: string; outcome: string }>(
    client,
    'SELECT request_id, outcome FROM usage_records WHERE request_id = ANY ($1)',
    [settlements.map(({ usage }) => usage.requestId)],
  );
  const outcomes = new Map(records.map(({ request_id, outcome }) => [request_id, outcome]));
  return {
    open: settlements.filter(({ usage }) => !outcomes.has(usage.requestId)),
    swept: settlements.filter(({ usage }) => outcomes.get(usage.requestId) === 'orphaned'),
  };
}
