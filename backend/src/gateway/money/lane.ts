import type pg from 'pg';
import { createClient } from '../../lib/sql.ts';
import { textArray } from './arrays.ts';
import { batchParameters } from './batch.ts';
import { type ExactAnswer, exactParameters, exactResults, readMinutes } from './exact.ts';
import type { Admission, AdmissionResult, Settlement } from './items.ts';

/** What travels in one round trip. `holdId` names the hold row of its admissions. */
export type Batch = {
  admissions: Admission[];
  settlements: Settlement[];
  holdId: string;
  finishedHolds: string[];
};

const applicationName = 'litemaas gateway';
/** A round trip takes milliseconds; one that takes this long has lost its server without being told. */
const queryTimeoutMs = 10_000;
/** Whoever has a meter locked for longer holds up those who need it, and nobody else (locked-meters.ts). */
const lockTimeoutMs = 1_000;

const batchStatement = {
  name: 'gateway_batch',
  text: `SELECT clock, minutes FROM gateway_batch(${Array.from({ length: 49 }, (_, index) => `$${index + 1}`).join(',')})`,
};
const exactStatement = {
  name: 'gateway_admit_exact',
  text: 'SELECT gateway_admit_exact($1, $2, $3, $4, $5, $6, $7, $8, $9) AS answer',
};

/**
 * A connection that carries batches. Its planner may only walk the array and look rows up by id: that is
 * what locks rows in one order, and it keeps an ANALYZE of the empty holds table from turning the plan
 * into a sequential scan (docs/adr/0002).
 */
export async function connectLane(url: string): Promise<pg.Client> {
  const client = createClient(url, applicationName, { query_timeout: queryTimeoutMs });
  try {
    await client.connect();
    await client.query(
      `SET lock_timeout = ${lockTimeoutMs}; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_seqscan = off; SET enable_bitmapscan = off; SET plan_cache_mode = force_generic_plan`,
    );
    return client;
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
}

/** The server's number for a connection: what `endBackend` needs once it is lost. */
export function backendOf(client: pg.Client): number {
  return (client as pg.Client & { processID: number }).processID;
}

/**
 * Makes sure that nothing which was sent over a lost connection can still be committed: the server may not
 * have noticed the loss and be in the middle of it.
 */
export async function endBackend(client: pg.Client, backend: number): Promise<void> {
  const { rows } = await client.query<{ ended: boolean }>(
    `SELECT pg_terminate_backend(pid, 5000) AS ended FROM pg_stat_activity
     WHERE pid = $1 AND pid <> pg_backend_pid() AND application_name = $2 AND usename = current_user`,
    [backend, applicationName],
  );
  if (rows.some(({ ended }) => !ended)) throw new Error('the lost connection is still at work in the server');
}

/** Runs a batch, all of it in one transaction. Null: a meter refuses, nothing was done, see `admitExactly`. */
export async function runBatch(
  client: pg.Client,
  instanceId: bigint,
  batch: Batch,
): Promise<AdmissionResult[] | null> {
  const { admissions, settlements, holdId, finishedHolds } = batch;
  if (settlements.some(({ usage }) => usage.decision)) await recordDecisions(client, settlements);
  const parameters = batchParameters(
    admissions,
    settlements,
    admissions.length > 0 ? holdId : null,
    finishedHolds,
  );
  const result = await client.query<{ clock: bigint | null; minutes: string | null }>({
    ...batchStatement,
    values: [instanceId.toString(), ...parameters],
  });
  const { clock = null, minutes: minutesText } = result.rows[0] ?? {};
  if (clock === null) return null;
  const hold = { holdId, admittedAtMs: Number(clock) };
  const minutes = readMinutes(minutesText ?? '');
  return admissions.map(() => ({ admitted: true, hold, minutes }));
}

/** Before the batch, so that whoever sees the record of a call sees how it found its way; again does no harm. */
async function recordDecisions(client: pg.Client, settlements: Settlement[]): Promise<void> {
  const told = settlements.map(({ usage }) => usage).filter(({ decision }) => decision);
  await client.query(
    `INSERT INTO call_routings (request_id, decision)
     SELECT r, d::jsonb FROM unnest($1::text[], $2::text[]) AS x(r, d) ON CONFLICT DO NOTHING`,
    [textArray(told.map(({ requestId }) => requestId)), textArray(told.map(({ decision }) => decision))],
  );
}

/** Admits the calls of a batch one by one, in order: a meter without room refuses a call. */
export async function admitExactly(
  client: pg.Client,
  instanceId: bigint,
  { admissions, holdId }: Batch,
): Promise<AdmissionResult[]> {
  const result = await client.query<{ answer: ExactAnswer }>({
    ...exactStatement,
    values: [instanceId.toString(), ...exactParameters(admissions, holdId)],
  });
  return exactResults(result.rows[0]?.answer as ExactAnswer, admissions, holdId);
}

/** What was committed of a batch whose answer was lost: the calls that are let in, and whether its settlements are done. */
export async function findCommitted(
  client: pg.Client,
  batch: Batch,
): Promise<{ admitted: Set<string>; settled: boolean }> {
  const hold = await client.query<{ calls: { requestId: string }[] }>(
    'SELECT calls FROM holds WHERE id = $1',
    [batch.holdId],
  );
  const requestIds = batch.settlements.map(({ usage }) => usage.requestId);
  const records = await client.query<{ request_id: string; swept: boolean }>(
    `SELECT request_id, outcome = 'orphaned' AS swept FROM usage_records WHERE request_id = ANY ($1)`,
    [textArray(requestIds)],
  );
  const swept = new Map(records.rows.map((record) => [record.request_id, record.swept]));
  return {
    admitted: new Set(hold.rows[0]?.calls.map(({ requestId }) => requestId)),
    // A record that a sweeper wrote is none of the batch, unless the batch is the sweeper's.
    settled:
      requestIds.length > 0 &&
      batch.settlements.every(({ usage }) => swept.get(usage.requestId) === (usage.outcome === 'orphaned')),
  };
}
