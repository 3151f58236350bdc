import { expect } from 'vitest';
import { parseCredits } from '../src/lib/credits.ts';
import { eventually } from './eventually.ts';
import type { HttpClient } from './http-client.ts';
import type { Answer } from './load.ts';

export type UsageRecord = {
  requestId: string;
  modelName: string;
  outcome: 'success' | 'error' | 'aborted' | 'orphaned';
  status: number;
  stream: boolean;
  errorCode: string | null;
  estimated: boolean;
  inputTokens: number;
  outputTokens: number;
  costCredits: string;
};

const base = '/api/v1/accounts/me';

/** All usage records of the signed-in user's own account. */
export async function listUsage(client: HttpClient): Promise<UsageRecord[]> {
  const records: UsageRecord[] = [];
  let cursor = '';
  do {
    const { status, body } = await client.call('GET', `${base}/usage?limit=100${cursor}`);
    expect(status).toBe(200);
    records.push(...(body.data as UsageRecord[]));
    cursor = body.nextCursor === null ? '' : `&cursor=${encodeURIComponent(body.nextCursor as string)}`;
  } while (cursor);
  return records;
}

/** Waits until no call of the account holds credits any more. */
export async function waitUntilNothingIsHeld(client: HttpClient, timeoutMs: number): Promise<void> {
  await eventually(
    async () => {
      const { status, body } = await client.call('GET', `${base}/credits`);
      expect({ status, held: body.heldCredits }).toEqual({ status: 200, held: '0' });
    },
    { timeout: timeoutMs, interval: 100 },
  );
}

/**
 * Expects that the books agree with what clients saw: each whole answer has its one record with the cost the
 * client was told, the balance is what was granted minus the sum of the records, and the money verifies.
 */
export async function expectMoneyAgrees(
  client: HttpClient,
  answers: Answer[],
  grantedCredits = '1000',
): Promise<UsageRecord[]> {
  const records = await listUsage(client);
  const byId = new Map(records.map((record) => [record.requestId, record]));
  expect(byId.size).toBe(records.length);
  const whole = answers.filter((answer) => answer.whole);
  const seen = whole.map(({ requestId, costCredits }) => ({ requestId, outcome: 'success', costCredits }));
  const recorded = whole.map(({ requestId }) => {
    const { outcome, costCredits } = byId.get(requestId ?? '') ?? {};
    return { requestId, outcome, costCredits };
  });
  expect(recorded).toEqual(seen);

  const spent = records.reduce((sum, { costCredits }) => sum + parseCredits(costCredits), 0n);
  const { body: credits } = await client.call('GET', `${base}/credits`);
  expect(credits.heldCredits).toBe('0');
  expect(parseCredits(credits.balanceCredits as string)).toBe(parseCredits(grantedCredits) - spent);
  return records;
}

/**
 * Expects that calls whose answers were cut off by a kill have their records: settled by a sweeper, or by
 * themselves where the kill came between the settlement and the last byte.
 */
export function expectEndedElsewhere(records: UsageRecord[], cut: Answer[]): void {
  const outcomes = new Map(records.map(({ requestId, outcome }) => [requestId, outcome]));
  const found = cut.map(({ requestId }) => outcomes.get(requestId ?? ''));
  expect(['orphaned', 'success']).toEqual(expect.arrayContaining([...new Set(found)]));
  expect(found).toContain('orphaned');
}

/** Expects every invariant of the money to hold. The client must be an admin. */
export async function expectVerified(admin: HttpClient): Promise<void> {
  const { status, body } = await admin.call('GET', '/api/v1/admin/verify');
  const faults = (body.checks as { ok: boolean }[]).filter(({ ok }) => !ok);
  expect({ status, ok: body.ok as boolean, faults }).toEqual({ status: 200, ok: true, faults: [] });
}
