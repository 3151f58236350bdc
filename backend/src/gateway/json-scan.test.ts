import { describe, expect, it } from 'vitest';
import { createJsonScan, keyOf } from './json-scan.ts';

function scanned(text: string, pieceBytes = Infinity, limits = {}) {
  const none = { depth: Infinity, members: Infinity, containers: Infinity, values: Infinity };
  const scan = createJsonScan({ ...none, ...limits });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    scan.push(bytes.subarray(at, Math.min(at + pieceBytes, bytes.length)));
    if (pieceBytes === Infinity) break;
  }
  const members = scan
    .members()
    .map((member) => [keyOf(bytes, member), bytes.toString('utf8', member.valueStart, member.end)]);
  return { members, isWhole: scan.isWholeObject(), exceeded: scan.exceeded() };
}

describe('members of the top level', () => {
  const text =
    ' \n{"a" : 1 , "b\\"}":"x\\\\","c":[{"d":"}]\\""},{}], "\\u0065" : {"f":{"g":[]}} ,"é":"\u{1F600}:,{", "h":null,"a":-1.5e+3 } \t';
  const expected = [
    ['a', '1'],
    ['b"}', '"x\\\\"'],
    ['c', '[{"d":"}]\\""},{}]'],
    ['e', '{"f":{"g":[]}}'],
    ['é', '"\u{1F600}:,{"'],
    ['h', 'null'],
    ['a', '-1.5e+3'],
  ];
  it.each([Infinity, 1, 2, 3, 7])('are found in pieces of %d bytes', (pieceBytes) =>
    expect(scanned(text, pieceBytes)).toEqual({ members: expected, isWhole: true, exceeded: null }),
  );
  it.each(['{}', ' { } '])('of %j are none', (empty) =>
    expect(scanned(empty)).toMatchObject({ members: [], isWhole: true }),
  );
});

it.each(['', ' ', '[]', '[{"a":1}]', '"{}"', '1{}', '{}1', '{}{}', '{"a":1', '{"a":"}', '}{', '<p>{}</p>'])(
  '%j is no whole object',
  (text) => expect(scanned(text).isWhole).toBe(false),
);

describe('limits', () => {
  const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
  it.each([
    [{ depth: 5 }, nested(5), null],
    [{ depth: 5 }, nested(6), 'depth'],
    [{ members: 3 }, '{"a":{"b":1,"c":2}}', null],
    [{ members: 3 }, '{"a":{"b":1,"c":2,"d":3}}', 'members'],
    [{ containers: 3 }, '{"a":[{}],"b":"[[[["}', null],
    [{ containers: 3 }, '{"a":[{}],"b":[]}', 'containers'],
    [{ values: 4 }, '{"a":[1,2,3],"b":",,,"}', 'values'],
    [{ values: 5 }, '{"a":[1,2,3],"b":",,,"}', null],
  ])('%j in %s: %s', (limits, text, exceeded) =>
    expect(scanned(text, Infinity, limits).exceeded).toBe(exceeded),
  );
});

it('finds the end of strings of any length and any escapes, in pieces of any size', () => {
  const parts = ['x', 'é', '\\', '"', '\\"', '\n', 'x'.repeat(70), '\\'.repeat(65), '"'.repeat(3)];
  for (let seed = 0; seed < 400; seed += 1) {
    const value = Array.from(
      { length: seed % 7 },
      (_, index) => parts[(seed * 5 + index * 7) % parts.length],
    ).join('');
    const text = JSON.stringify({ [value]: value, b: [value, { c: value }], d: 1 });
    for (const pieceBytes of [Infinity, 1, 3, 64, 65, 100])
      expect(scanned(text, pieceBytes)).toEqual({
        members: Object.entries(JSON.parse(text) as object).map(([key, member]) => [
          key,
          JSON.stringify(member),
        ]),
        isWhole: true,
        exceeded: null,
      });
  }
});
