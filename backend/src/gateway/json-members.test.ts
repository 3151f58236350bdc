import { describe, expect, it } from 'vitest';
import { rewriteMembers as rewriteBytes } from './json-members.ts';
import { createJsonScan } from './json-scan.ts';

const none = () => false;
function rewriteMembers(text: string, set: Record<string, string>, isUnwanted: (key: string) => boolean) {
  const scan = createJsonScan();
  scan.push(Buffer.from(text));
  return rewriteBytes(Buffer.from(text), scan.members(), set, isUnwanted).toString();
}

describe('rewriteMembers', () => {
  it('replaces one value and keeps every other byte', () => {
    const text =
      '{ "seed": 12345678901234567890,\n "model" : "a", "tools":[{"model":"x","d":"}\\"{"}], "t": 1.0 }';
    expect(rewriteMembers(text, { model: '"b"' }, none)).toBe(
      '{"seed": 12345678901234567890,"model" : "b","tools":[{"model":"x","d":"}\\"{"}],"t": 1.0}',
    );
  });
  it('adds what is absent, also to an empty object', () => {
    expect(rewriteMembers('{}', { a: '1' }, none)).toBe('{"a":1}');
    expect(rewriteMembers('{"b":null}', { a: '1' }, none)).toBe('{"b":null,"a":1}');
  });
  it('removes members', () => {
    expect(
      rewriteMembers(
        '{"api_base":"http://x","model":"a","n":{"api_base":1}}',
        {},
        (key) => key === 'api_base',
      ),
    ).toBe('{"model":"a","n":{"api_base":1}}');
  });
  it('lets the last of equal keys win, like JSON.parse, also when one is written with an escape', () => {
    expect(rewriteMembers('{"model":"a","x":1,"mod\\u0065l":"b"}', {}, none)).toBe(
      '{"x":1,"mod\\u0065l":"b"}',
    );
  });
  it('understands strings that end in backslashes', () => {
    const text = '{"a":"\\\\","b":"\\\\\\"","model":"m"}';
    expect(JSON.parse(rewriteMembers(text, { model: '"n"' }, none))).toEqual({
      a: '\\',
      b: '\\"',
      model: 'n',
    });
  });
  it('agrees with JSON.parse on generated objects', () => {
    const values = [
      '"a\\u0000\\"\\\\"',
      '{"k":["}",{"z":[]}]}',
      '[1,-2.5e+3,true,null]',
      'null',
      'false',
      '0',
      '"é\u{1F600}"',
      '""',
    ];
    for (let seed = 0; seed < 500; seed += 1) {
      const text = `{${Array.from({ length: seed % 6 }, (_, index) => `${seed % 2 ? ' ' : '\n\t'}"k${index}" : ${values[(seed * 7 + index * 3) % values.length]} `).join(',')}}`;
      const parsed = JSON.parse(text) as Record<string, unknown>;
      expect(JSON.parse(rewriteMembers(text, { k1: '42' }, (key) => key === 'k0'))).toEqual(
        Object.fromEntries(Object.entries({ ...parsed, k1: 42 }).filter(([key]) => key !== 'k0')),
      );
    }
  });
});

it('knows no members but those of the text and of the change', () => {
  const text = '{"constructor":1,"toString":2,"__proto__":3}';
  expect(rewriteMembers(text, { model: '"m"' }, () => false)).toBe(
    '{"constructor":1,"toString":2,"__proto__":3,"model":"m"}',
  );
});
