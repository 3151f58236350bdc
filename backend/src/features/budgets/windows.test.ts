import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { type Person, signUp } from '../../../test/people.ts';

let server: TestApp;
let user: Person;
beforeAll(async () => {
  server = await createTestApp();
  user = await signUp(server.app);
});
afterAll(() => server.close());

/** The window of a moment, and the five resets after it, as the meters have them. */
async function windowsAt(at: string, period: string, timeZone: string, anchorDay = 1): Promise<string[]> {
  const { rows } = await server.db.query<{ times: string[] }>(
    `SELECT array_prepend(w.starts_ms, ARRAY(SELECT next_resets($2, $3, $4, $1, 5)))::text[] AS times
     FROM meter_window($2, $3, $4, $1) w`,
    [Date.parse(at), period, timeZone, anchorDay],
  );
  return (rows[0]?.times ?? []).map((ms) => new Date(Number(ms)).toISOString().replace(':00.000Z', 'Z'));
}

describe('days begin at midnight of the zone', () => {
  test.each([
    ['UTC', '2026-11-26T18:00Z', ['2026-11-26T00:00Z', '2026-11-27T00:00Z', '2026-11-28T00:00Z']],
    ['Asia/Kuwait', '2026-11-26T20:59:59Z', ['2026-11-25T21:00Z', '2026-11-26T21:00Z', '2026-11-27T21:00Z']],
    ['Asia/Kathmandu', '2026-11-26T18:15Z', ['2026-11-26T18:15Z', '2026-11-27T18:15Z', '2026-11-28T18:15Z']],
    [
      'Pacific/Kiritimati',
      '2026-11-26T12:00Z',
      ['2026-11-26T10:00Z', '2026-11-27T10:00Z', '2026-11-28T10:00Z'],
    ],
  ])('%s', async (timeZone, at, expected) => {
    expect((await windowsAt(at, 'day', timeZone)).slice(0, 3)).toEqual(expected);
  });

  test.each([
    // 23 hours, then 25.
    ['Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-27T23:00Z', '2026-03-28T23:00Z', '2026-03-29T22:00Z']],
    ['Europe/Berlin', '2026-10-24T12:00Z', ['2026-10-23T22:00Z', '2026-10-24T22:00Z', '2026-10-25T23:00Z']],
    [
      'America/New_York',
      '2026-03-07T12:00Z',
      ['2026-03-07T05:00Z', '2026-03-08T05:00Z', '2026-03-09T04:00Z'],
    ],
    [
      'America/New_York',
      '2026-10-31T12:00Z',
      ['2026-10-31T04:00Z', '2026-11-01T04:00Z', '2026-11-02T05:00Z'],
    ],
    // By half an hour.
    [
      'Australia/Lord_Howe',
      '2026-04-04T12:00Z',
      ['2026-04-03T13:00Z', '2026-04-04T13:00Z', '2026-04-05T13:30Z'],
    ],
    // Clocks go on from midnight to one: the day begins at one.
    ['Africa/Cairo', '2026-04-23T12:00Z', ['2026-04-22T22:00Z', '2026-04-23T22:00Z', '2026-04-24T21:00Z']],
    // Clocks go back to before midnight: the day has 25 hours, and ends at the second midnight.
    ['Africa/Cairo', '2026-10-29T12:00Z', ['2026-10-28T21:00Z', '2026-10-29T22:00Z', '2026-10-30T22:00Z']],
  ])('%s, where clocks change: %s', async (timeZone, at, expected) => {
    expect((await windowsAt(at, 'day', timeZone)).slice(0, 3)).toEqual(expected);
  });
});

test('minutes are those of every clock', async () => {
  expect(await windowsAt('2026-11-26T18:00:59.999Z', 'minute', 'UTC')).toEqual([
    '2026-11-26T18:00Z',
    '2026-11-26T18:01Z',
    '2026-11-26T18:02Z',
    '2026-11-26T18:03Z',
    '2026-11-26T18:04Z',
    '2026-11-26T18:05Z',
  ]);
});

describe('weeks begin on the day that is chosen', () => {
  test.each([
    [1, '2026-11-23', '2026-11-30'],
    [4, '2026-11-26', '2026-12-03'],
    [5, '2026-11-20', '2026-11-27'],
    [7, '2026-11-22', '2026-11-29'],
  ])('%i', async (weekStartsOn, from, to) => {
    const [start, end] = await windowsAt('2026-11-26T18:00Z', 'week', 'UTC', weekStartsOn);
    expect([start, end]).toEqual([`${from}T00:00Z`, `${to}T00:00Z`]);
  });

  test('on Sundays in New York, over the change of clocks', async () => {
    expect(await windowsAt('2026-10-28T12:00Z', 'week', 'America/New_York', 7)).toEqual([
      '2026-10-25T04:00Z',
      '2026-11-01T04:00Z',
      '2026-11-08T05:00Z',
      '2026-11-15T05:00Z',
      '2026-11-22T05:00Z',
      '2026-11-29T05:00Z',
    ]);
  });
});

describe('months begin on the day that is chosen', () => {
  test('the 31st, or the last one where there is none', async () => {
    expect(await windowsAt('2027-01-31T00:00Z', 'month', 'UTC', 31)).toEqual([
      '2027-01-31T00:00Z',
      '2027-02-28T00:00Z',
      '2027-03-31T00:00Z',
      '2027-04-30T00:00Z',
      '2027-05-31T00:00Z',
      '2027-06-30T00:00Z',
    ]);
    expect((await windowsAt('2027-01-30T23:59:59Z', 'month', 'UTC', 31)).slice(0, 2)).toEqual([
      '2026-12-31T00:00Z',
      '2027-01-31T00:00Z',
    ]);
  });

  test('the 30th in a leap year', async () => {
    expect((await windowsAt('2028-02-15T00:00Z', 'month', 'UTC', 30)).slice(0, 3)).toEqual([
      '2028-01-30T00:00Z',
      '2028-02-29T00:00Z',
      '2028-03-30T00:00Z',
    ]);
  });

  test('the 31st in Berlin, over both changes of clocks', async () => {
    expect(await windowsAt('2026-02-10T12:00Z', 'month', 'Europe/Berlin', 31)).toEqual([
      '2026-01-30T23:00Z',
      '2026-02-27T23:00Z',
      '2026-03-30T22:00Z',
      '2026-04-29T22:00Z',
      '2026-05-30T22:00Z',
      '2026-06-29T22:00Z',
    ]);
    expect((await windowsAt('2026-10-01T12:00Z', 'month', 'Europe/Berlin', 31)).slice(0, 3)).toEqual([
      '2026-09-29T22:00Z',
      '2026-10-30T23:00Z',
      '2026-11-29T23:00Z',
    ]);
  });
});

test('every moment of two years lies in its window, in zones of all kinds', async () => {
  const { rows } = await server.db.query(
    `SELECT z.name, p.period, p.day, t.at FROM unnest($1::text[]) AS z(name),
       (VALUES ('day', 1), ('week', 1), ('week', 7), ('month', 1), ('month', 15), ('month', 31)) AS p(period, day),
       generate_series('2026-01-01'::timestamptz, '2027-12-31', interval '6 hours 59 minutes') AS t(at),
       LATERAL (SELECT (extract(epoch FROM t.at) * 1000)::bigint AS ms) n,
       LATERAL meter_window(p.period, z.name, p.day, n.ms) w,
       LATERAL meter_window(p.period, z.name, p.day, w.ends_ms) next
     WHERE NOT (w.starts_ms <= n.ms AND n.ms < w.ends_ms AND next.starts_ms = w.ends_ms)`,
    [
      [
        'UTC',
        'Asia/Kuwait',
        'Europe/Berlin',
        'America/New_York',
        'Africa/Cairo',
        'Australia/Lord_Howe',
        'America/Havana',
      ],
    ],
  );
  expect(rows).toEqual([]);
});

test('every zone that is accepted has windows', async () => {
  const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'GMT', 'Etc/GMT+5', 'EST5EDT'];
  for (const timeZone of zones) {
    const { rows } = await server.db.query<{ starts_ms: bigint }>(
      `SELECT starts_ms FROM meter_window('day', $1, 1, now_ms())`,
      [timeZone],
    );
    expect([timeZone, typeof rows[0]?.starts_ms]).toEqual([timeZone, 'bigint']);
  }
});

describe('the preview', () => {
  const preview = (query: string, person = user) =>
    person.call('GET', `/api/v1/accounts/me/budgets/preview?${query}`);

  test('gives the next five, in the zone of the owner or another', async () => {
    const person = await signUp(server.app);
    await person.call('PATCH', '/api/v1/me', { timeZone: 'Asia/Kuwait' });
    const { status, body } = await preview('period=week&weekStartsOn=7', person);
    expect(status).toBe(200);
    expect(body).toMatchObject({ period: 'week', timeZone: 'Asia/Kuwait' });
    expect(body.resets).toHaveLength(5);
    for (const reset of body.resets as string[]) {
      expect(reset).toMatch(/T21:00:00.000Z$/);
      expect(new Date(reset).getUTCDay()).toBe(6);
    }
    expect(Date.parse(body.resets[0])).toBeGreaterThan(Date.now());
    expect(Date.parse(body.windowStart)).toBeLessThanOrEqual(Date.now());
    const elsewhere = await preview('period=month&anchorDay=31&timeZone=America/New_York', person);
    expect(elsewhere.body).toMatchObject({ timeZone: 'America/New_York' });
    expect((await preview('period=total')).body).toEqual({
      period: 'total',
      timeZone: 'UTC',
      windowStart: null,
      resets: [],
    });
  });

  test.each([
    ['timeZone=Nowhere/Land', '/timeZone'],
    ['period=day&weekStartsOn=2', '/weekStartsOn'],
    ['period=week&anchorDay=2', '/anchorDay'],
    ['period=minute&weekStartsOn=2', '/weekStartsOn'],
    ['period=year', '/period'],
    ['period=month&anchorDay=0', '/anchorDay'],
    ['period=week&weekStartsOn=8', '/weekStartsOn'],
  ])('refuses %s', async (query, path) => {
    const { status, body } = await preview(query);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });
});
