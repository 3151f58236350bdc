import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { countWords, tokenCounterFor } from './count-tokens.ts';

const count = async (...texts: string[]) => (await tokenCounterFor('openai-compatible')).count(texts);
const prose = 'Ships at a distance have every man’s wish on board. For some they come in with the tide.\n';

describe('tokens of a real provider', () => {
  it.each([
    ['', 'hello'],
    [
      'Hello, world! 12345 {"a":[1,2]}\n\tcode();',
      'مرحبا بالعالم',
      '你好，世界。',
      '\u{1F600}\u{1F468}‍\u{1F469}‍\u{1F467}',
    ],
    ['<|endoftext|> is only a text here'],
  ])('of %j are those of the tokenizer', async (...texts) => {
    const plain = (text: string) => countTokens(text, { disallowedSpecial: new Set() });
    expect(await count(...texts)).toBe(BigInt(texts.reduce((sum, text) => sum + plain(text), 0)));
  });

  it('of a long text are exact: it is cut where no token reaches over', async () => {
    const long = prose.repeat(3000);
    expect(await count(long)).toBe(BigInt(countTokens(long)));
  });

  it.each([
    ['one letter', 'a'],
    ['spaces', ' '],
    ['line ends', '\n'],
    ['marks', '!'],
    ['one ideograph', '中'],
    ['emoji', '\u{1F600}'],
  ])('of half a megabyte of %s are counted soon, and others have their turn', async (_name, character) => {
    const counting = count(character.repeat(500_000 / character.length));
    let turns = 0;
    let done = false;
    void counting.then(() => (done = true));
    let longestMs = 0;
    for (let lastMs = performance.now(); !done; turns += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      longestMs = Math.max(longestMs, performance.now() - lastMs);
      lastMs = performance.now();
    }
    expect(await counting).toBeGreaterThan(500n);
    expect(longestMs).toBeLessThan(500);
  });
});

describe('tokens of the simulated provider', () => {
  it('are words', async () => {
    const counter = await tokenCounterFor('simulated');
    expect(await counter.count(['one two\nthree', '', '  four  '])).toBe(4n);
    expect([counter.perMessage, counter.perReply]).toEqual([0n, 0n]);
  });
  it.each(['', ' ', 'a', '\u00a0a\u3000b\ufeffc\u2028d\u200be', 'a\r\n\tb \v\f', 'é中\u{1F600} x'])(
    'of %j are what stands between spaces',
    (text) => expect(countWords(text)).toBe(text.match(/\S+/g)?.length ?? 0),
  );
});

it('a text of many megabytes is counted by samples, soon, and no further than it matters', async () => {
  const counter = await tokenCounterFor('openai-compatible');
  const long = prose.repeat(200_000);
  const exact = (long.length / prose.length) * countTokens(prose);
  const counted = Number(await counter.count([long, long]));
  expect(counted / (2 * exact)).toBeGreaterThan(0.95);
  expect(counted / (2 * exact)).toBeLessThan(1.05);
  expect(await counter.count([long], 1000n)).toBe(1000n);
});
