import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { type Person, signUp } from '../../../test/people.ts';
import { seedUsage, type UsageSeed } from '../../../test/usage.ts';

let server: TestApp;
let user: Person;
let projectId: string;
let keyId: string;
const summaryUrl = '/api/v1/accounts/me/usage/summary';
/** Three days; clocks in New York go back one hour on 1 November 2026 at 06:00 UTC. */
const period = 'from=2026-10-31T00:00:00Z&to=2026-11-03T00:00:00Z';

beforeAll(async () => {
  server = await createTestApp();
  user = await signUp(server.app);
  projectId = (await user.call('GET', '/api/v1/accounts/me/projects')).body.data[0].id as string;
  keyId = (await user.call('POST', '/api/v1/accounts/me/api-keys', { name: 'Key' })).body.apiKey.id as string;

  const seed = (at: string, more: Partial<UsageSeed> = {}) =>
    seedUsage(server.db, {
      accountId: user.accountId,
      projectId,
      modelId: 'mdl_a',
      modelName: 'a',
      at,
      ...more,
    });
  // The period before.
  await seed('2026-10-27T23:59:59.999Z', { costMicroCredits: 7_000_000n });
  await seed('2026-10-28T00:00:00Z', { costMicroCredits: 1n, inputTokens: 1n, latencyMs: 10 });
  await seed('2026-10-30T23:59:59.999Z', { costMicroCredits: 2n, outputTokens: 2n, latencyMs: 21 });
  // The period.
  await seed('2026-10-31T20:59:59.999Z', {
    keyId,
    inputTokens: 10n,
    outputTokens: 5n,
    costMicroCredits: 1_500_000n,
    latencyMs: 100,
  });
  await seed('2026-10-31T21:00:00Z', {
    keyId,
    outcome: 'error',
    inputTokens: 20n,
    costMicroCredits: 2_250_000n,
    latencyMs: 300,
  });
  await seed('2026-11-01T03:59:59Z', {
    modelId: 'mdl_b',
    modelName: 'b',
    outcome: 'aborted',
    outputTokens: 1n,
    costMicroCredits: 1n,
    latencyMs: 200,
  });
  await seed('2026-11-01T04:00:00Z', {
    projectId: 'prj_gone',
    outcome: 'orphaned',
    inputTokens: 40n,
    costMicroCredits: 3_000_000n,
    latencyMs: 99_999,
  });
  await seed('2026-11-02T04:59:59Z', { outputTokens: 100n, costMicroCredits: 10_000_000n, latencyMs: 400 });
  await seed('2026-11-02T05:00:00Z', { inputTokens: 3n, costMicroCredits: 0n, latencyMs: 1 });
  // After it, and somebody else's.
  await seed('2026-11-03T00:00:00Z', { costMicroCredits: 7_000_000n });
  await seed('2026-11-01T12:00:00Z', { accountId: 'acc_other', costMicroCredits: 7_000_000n });
});
afterAll(() => server.close());

const summary = async (query: string) => {
  const { status, body } = await user.call('GET', `${summaryUrl}?${query}`);
  expect(status).toBe(200);
  return body;
};
/** The rows as tuples: the given fields, then requests, errors, tokens in and out, credits. */
const rows = async (query: string, ...fields: string[]) =>
  (await summary(query)).data.map((row: Record<string, unknown>) =>
    [...fields, 'requests', 'errors', 'inputTokens', 'outputTokens', 'costCredits'].map(
      (field) => row[field],
    ),
  );

test('totals, and those of the period before', async () => {
  const { from, to, totals, previous } = await summary(period);
  expect([from, to]).toEqual(['2026-10-31T00:00:00.000Z', '2026-11-03T00:00:00.000Z']);
  expect(totals).toEqual({
    requests: 6,
    errors: 2,
    inputTokens: 73,
    outputTokens: 106,
    costCredits: '16.750001',
    // (100 + 300 + 200 + 400 + 1) / 5: the orphaned call was not measured.
    averageLatencyMs: 200,
    successRate: 1 - 2 / 6,
  });
  expect(previous).toEqual({
    requests: 2,
    errors: 0,
    inputTokens: 1,
    outputTokens: 2,
    costCredits: '0.000003',
    averageLatencyMs: 16,
    successRate: 1,
  });
});

describe('days begin at midnight of the time zone', () => {
  test.each([
    [
      'UTC',
      [
        ['2026-10-31', 2, 1, 30, 5, '3.75'],
        ['2026-11-01', 2, 1, 40, 1, '3.000001'],
        ['2026-11-02', 2, 0, 3, 100, '10'],
      ],
    ],
    [
      'Asia/Kuwait',
      [
        ['2026-10-31', 1, 0, 10, 5, '1.5'],
        ['2026-11-01', 3, 2, 60, 1, '5.250001'],
        ['2026-11-02', 2, 0, 3, 100, '10'],
      ],
    ],
    [
      'America/New_York',
      [
        ['2026-10-31', 3, 1, 30, 6, '3.750001'],
        ['2026-11-01', 2, 1, 40, 100, '13'],
        ['2026-11-02', 1, 0, 3, 0, '0'],
      ],
    ],
    [
      'Asia/Kathmandu',
      [
        ['2026-11-01', 4, 2, 70, 6, '6.750001'],
        ['2026-11-02', 2, 0, 3, 100, '10'],
      ],
    ],
  ])('%s', async (timeZone, expected) => {
    expect(await rows(`${period}&groupBy=day&timeZone=${timeZone}`, 'day')).toEqual(expected);
  });
});

test('hours are those of the time zone, and follow each other where clocks go back', async () => {
  const hours = async (from: string, to: string, timeZone: string) =>
    (await rows(`from=${from}&to=${to}&groupBy=hour&timeZone=${timeZone}`, 'hour')).map(
      ([hour, requests]: unknown[]) => [hour, requests],
    );
  expect(await hours('2026-10-31T20:00:00Z', '2026-11-01T05:00:00Z', 'America/New_York')).toEqual([
    ['2026-10-31T20:00:00.000Z', 1],
    ['2026-10-31T21:00:00.000Z', 1],
    ['2026-11-01T03:00:00.000Z', 1],
    ['2026-11-01T04:00:00.000Z', 1],
  ]);
  // Half an hour off: 21:00 UTC is 02:30 there.
  expect(await hours('2026-10-31T20:59:00Z', '2026-10-31T22:00:00Z', 'Asia/Kolkata')).toEqual([
    ['2026-10-31T20:30:00.000Z', 2],
  ]);
});

describe('groups', () => {
  test('by model, the dearest first', async () => {
    expect(await rows(`${period}&groupBy=model`, 'modelId', 'modelName')).toEqual([
      ['mdl_a', 'a', 5, 2, 73, 105, '16.75'],
      ['mdl_b', 'b', 1, 0, 0, 1, '0.000001'],
    ]);
  });

  test('by key: what was called without one has none', async () => {
    expect(await rows(`${period}&groupBy=key`, 'keyId', 'keyName')).toEqual([
      [null, null, 4, 1, 43, 101, '13.000001'],
      [keyId, 'Key', 2, 1, 30, 5, '3.75'],
    ]);
  });

  test('by project, also one that is gone', async () => {
    expect(await rows(`${period}&groupBy=project`, 'projectId', 'projectName')).toEqual([
      [projectId, 'Default', 5, 1, 33, 106, '13.750001'],
      ['prj_gone', null, 1, 1, 40, 0, '3'],
    ]);
  });

  test('by day and outcome', async () => {
    expect(await rows(`${period}&groupBy=day,outcome`, 'day', 'outcome')).toEqual([
      ['2026-10-31', 'error', 1, 1, 20, 0, '2.25'],
      ['2026-10-31', 'success', 1, 0, 10, 5, '1.5'],
      ['2026-11-01', 'orphaned', 1, 1, 40, 0, '3'],
      ['2026-11-01', 'aborted', 1, 0, 0, 1, '0.000001'],
      ['2026-11-02', 'success', 2, 0, 3, 100, '10'],
    ]);
  });

  test('a filter narrows groups, totals and the period before', async () => {
    const { data, totals, previous } = await summary(`${period}&groupBy=model&modelId=mdl_b`);
    expect(data).toHaveLength(1);
    expect([totals.requests, previous.requests]).toEqual([1, 0]);
  });
});

test('nothing is nothing: no rates, no averages', async () => {
  const { data, totals } = await summary('from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z');
  expect(data).toEqual([]);
  expect(totals).toEqual({
    requests: 0,
    errors: 0,
    inputTokens: 0,
    outputTokens: 0,
    costCredits: '0',
    averageLatencyMs: null,
    successRate: null,
  });
});

test('without times: the seven days until now', async () => {
  const { from, to } = await summary('');
  expect(Date.parse(to) - Date.parse(from)).toBe(7 * 86_400_000);
  expect(Math.abs(Date.parse(to) - Date.now())).toBeLessThan(10_000);
});

test('a range of 400 days is the longest', async () => {
  const { to } = await summary('from=2025-01-01T00:00:00Z&to=2026-02-05T00:00:00Z');
  expect(to).toBe('2026-02-05T00:00:00.000Z');
});

test.each([
  ['from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', '/from'],
  ['from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', '/from'],
  ['groupBy=minute', '/groupBy'],
  ['groupBy=day,model,key', '/groupBy'],
  ['groupBy=day,day', '/groupBy'],
  ['groupBy=', '/groupBy'],
  ['timeZone=Mars/Phobos', '/timeZone'],
  ['timeZone=%2B03:00', '/timeZone'],
  ["timeZone=UTC';--", '/timeZone'],
  ['from=0001-01-01T00:00:00Z&to=9999-01-01T00:00:00Z', '/from'],
  ['from=2026-01-01T00:00:00Z&to=9999-01-01T00:00:00Z', '/to'],
  ['from=2025-01-01T00:00:00Z&to=2026-02-05T00:00:00.001Z', '/from'],
  ['timeZone=', '/timeZone'],
])('%s is refused', async (query, path) => {
  const { status, body } = await user.call('GET', `${summaryUrl}?${query}`);
  expect([status, body.code, body.errors[0].path]).toEqual([400, 'invalid_request', path]);
});
