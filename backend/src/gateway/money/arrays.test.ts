import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { plainArray, textArray } from './arrays.ts';

/** What only a real server can tell: that it reads these literals back as what was written. */
let client: pg.Client;
beforeAll(async () => {
  client = new pg.Client({ connectionString: inject('serverUrl') });
  await client.connect();
});
afterAll(() => client.end());

async function readBack(literal: string, type: string): Promise<unknown> {
  const { rows } = await client.query<{ json: unknown }>(`SELECT to_json($1::${type}[]) AS json`, [literal]);
  return rows[0]?.json;
}

describe('textArray', () => {
  it.each([
    [['plain', 'req_0193', 'a.b:c-d']],
    [['', ' ', '  two  ']],
    [['"', '\\', '\\"', '""', 'a"b\\c', '\\\\', 'ends with \\']],
    [['{', '}', '{}', '{a,b}', ',', 'a,b']],
    [['null', 'NULL', 'Null', 'nullable', null]],
    [['line\nbreak', '\r\n', '\t', '\n']],
    [["'", "''; DROP TABLE users; --", '$1', '%']],
    [['é', '\u{1F600}', '\u200f', 'العربية', '中文']],
    [[null, null]],
    [[]],
  ])('%j', async (values) => expect(await readBack(textArray(values), 'text')).toEqual(values));

  it('any character of the first plane but the one PostgreSQL cannot keep', async () => {
    const all = Array.from({ length: 0x2fff }, (_, index) => `x${String.fromCharCode(index + 1)}y`);
    expect(await readBack(textArray(all), 'text')).toEqual(all);
  });
});

describe('plainArray', () => {
  it('bigints and nulls', async () => {
    const most = 9_223_372_036_854_775_807n;
    const { rows } = await client.query<{ text: string }>('SELECT $1::bigint[]::text AS text', [
      plainArray([most, -most, 0n, null]),
    ]);
    expect(rows[0]?.text).toBe(`{${most},${-most},0,NULL}`);
  });
  it('booleans, integers, nothing', async () => {
    expect(await readBack(plainArray([true, false, null]), 'boolean')).toEqual([true, false, null]);
    expect(await readBack(plainArray([1, -2]), 'integer')).toEqual([1, -2]);
    expect(await readBack(plainArray([]), 'bigint')).toEqual([]);
  });
});
