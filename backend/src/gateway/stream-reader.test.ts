import { describe, expect, it } from 'vitest';
import { createStreamReader, type StreamReader } from './stream-reader.ts';
import { choicesStream } from './surfaces/choices-stream.ts';
import { toTokenCounts } from '../lib/token-counts.ts';

const chatStream = choicesStream('chat.completion.chunk', { delta: {} });

const event = (chunk: object) => `data: ${JSON.stringify(chunk)}\n\n`;
const delta = (content: string, more: object = {}) =>
  event({ id: 'c1', created: 5, model: 'm', choices: [{ index: 0, delta: { content } }], ...more });
const role = (more: object = {}) =>
  event({ choices: [{ index: 0, delta: { role: 'assistant', content: '' } }], ...more });
const finish = (more: object = {}) =>
  event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], ...more });
const counts = (output: number) => ({ prompt_tokens: 3, completion_tokens: output });
const done = 'data: [DONE]\n\n';

function read(...parts: (string | Buffer)[]) {
  const passed: Buffer[] = [];
  const reader = createStreamReader(chatStream, (bytes) => passed.push(bytes));
  for (const part of parts) reader.push(Buffer.from(part));
  reader.close();
  return { reader, passed: () => Buffer.concat(passed).toString('utf8') };
}

/** The chunk with usage that ends a stream which came to 3 and 2 tokens. */
function lastChunk(reader: StreamReader): unknown {
  const settled = {
    tokens: toTokenCounts({ input: 3n, output: 2n }),
    estimated: false,
    costMicroCredits: 70_000n,
  };
  const events = reader.lastEvents({ settled, wantsUsage: true, isCutShort: false });
  expect(events).toMatch(/^data: .*\n\ndata: \[DONE\]\n\n$/);
  return JSON.parse(events.slice(6, events.indexOf('\n')));
}

describe('usage', () => {
  it('is held back in a chunk of its own, the end mark too', () => {
    const last = event({ choices: [], usage: counts(2) });
    const { reader, passed } = read(role(), delta('a'), delta(' b'), finish(), last, done);
    expect(passed()).toBe(role() + delta('a') + delta(' b') + finish());
    expect(reader.usage()).toEqual(toTokenCounts({ input: 3n, output: 2n }));
    expect(lastChunk(reader)).toEqual({ choices: [], usage: { ...counts(2), cost_credits: '0.07' } });
    expect(reader.ended()).toBe(true);
  });

  it('is held back in a chunk whose one delta is empty', () => {
    const last = role({ usage: counts(2) });
    const { reader, passed } = read(role(), delta('a'), finish(), last, done);
    expect(passed()).toBe(role() + delta('a') + finish());
    expect(lastChunk(reader)).toMatchObject({ choices: [{ index: 0 }], usage: counts(2) });
  });

  it('on every chunk: all are passed on, also the first that only says the role; the last counts', () => {
    const usage = counts(1);
    const stream =
      role({ usage }) +
      delta('a', { usage }) +
      delta('b', { usage: counts(2) }) +
      finish({ usage: counts(2) });
    const last = event({ choices: [], usage: counts(2) });
    for (const parts of [[stream, last, done], (stream + last + done).split(/(?<=\n\n)/)]) {
      const { reader, passed } = read(...parts);
      expect(passed()).toBe(stream);
      expect(reader.usage()?.output).toBe(2n);
    }
  });

  it('held back is not let go by a comment after it', () => {
    const { reader, passed } = read(finish(), event({ choices: [], usage: counts(2) }), ': ping\n\n', done);
    expect(passed()).toBe(`${finish()}: ping\n\n`);
    expect(lastChunk(reader)).toEqual({ choices: [], usage: { ...counts(2), cost_credits: '0.07' } });
  });

  it('"usage":null on every chunk says nothing', () => {
    const stream = role({ usage: null }) + delta('a', { usage: null }) + finish({ usage: null });
    const { reader, passed } = read(stream, done);
    expect(passed()).toBe(stream);
    expect(reader.usage()).toBeNull();
  });

  it('is found however its JSON is spaced, and not in what is said', () => {
    const spaced = 'data: {"choices": [], "usage" : { "prompt_tokens" : 3, "completion_tokens":1 } }\n\n';
    expect(read(spaced, done).reader.usage()?.input).toBe(3n);
    const said = delta('"usage":{"prompt_tokens":9,"completion_tokens":9}, [DONE] "error"');
    const { reader, passed } = read(said, finish(), done);
    expect(passed()).toBe(said + finish());
    expect(reader.usage()).toBeNull();
    expect(reader.failure()).toBeNull();
  });
});

describe('bytes', () => {
  const text = 'é\u{1F600}"usage"';
  const stream = role() + delta(text, { usage: counts(1) }) + ': ping\n\n' + delta('b') + finish();

  it('come out as they went in for every cut, LF and CRLF', () => {
    for (const plain of [stream, stream.replaceAll('\n', '\r\n')]) {
      const bytes = Buffer.from(plain + done);
      for (let at = 0; at <= bytes.length; at += 1) {
        const { reader, passed } = read(bytes.subarray(0, at), bytes.subarray(at));
        expect(passed()).toBe(plain);
        expect(reader.textsSaid()).toEqual([`${text}b`]);
      }
    }
  });

  it('that are no UTF-8 are not touched, whatever stands beside them', () => {
    const bytes = Buffer.concat([Buffer.from('data: "'), Buffer.from([0xff]), Buffer.from('" "error"\n\n')]);
    const passed: Buffer[] = [];
    const reader = createStreamReader(chatStream, (part) => passed.push(part));
    reader.push(bytes);
    expect(Buffer.concat(passed)).toEqual(bytes);
  });
});

describe('the end', () => {
  it('is a reason to finish or the mark; a stream that just stops has none', () => {
    expect(read(delta('a'), done).reader.ended()).toBe(true);
    expect(read(delta('a'), finish()).reader.ended()).toBe(true);
    expect(read(delta('a')).reader.ended()).toBe(false);
    expect(read().reader.ended()).toBe(false);
  });

  it('may lack its blank line', () => {
    const { reader, passed } = read(delta('a'), 'data: [DONE]');
    expect(reader.ended()).toBe(true);
    expect(passed()).toBe(delta('a'));
    expect(read(delta('a'), finish().trimEnd()).passed()).toBe(delta('a') + finish());
  });

  it('of half an event: nobody gets the half', () => {
    const { passed, reader } = read(delta('a'), delta('b').slice(0, 30));
    expect(passed()).toBe(delta('a'));
    expect(reader.textsSaid()).toEqual(['a']);
  });
});

describe('an error inside', () => {
  it('is kept from the client, who gets our words for it', () => {
    const { reader, passed } = read(delta('a'), event({ error: { message: 'no' } }), done);
    expect(passed()).toBe(delta('a'));
    expect(reader.failure()).toEqual({ message: 'no' });
  });
  it('null is none', () => {
    const { reader, passed } = read(delta('a', { error: null }), done);
    expect(passed()).toBe(delta('a', { error: null }));
    expect(reader.failure()).toBeNull();
  });
});

describe('what was said', () => {
  it('is collected over megabytes', () => {
    const parts = Array.from({ length: 3000 }, (_, index) => delta(`${index} ${'x'.repeat(200)}`));
    const { reader } = read(...parts, done);
    expect(reader.textsSaid()[0]).toHaveLength(parts.join('').length - 3000 * delta('').length);
  });

  it('survives anything a server may send', () => {
    const odd = [
      '1',
      'null',
      '{"choices":7}',
      '{"choices":[null,{"delta":null}]}',
      '{"choices":[{"delta":{"tool_calls":"x"}}]}',
      'no json',
    ];
    const { reader } = read(...odd.map((data) => `data: ${data}\n\n`), delta('a'), done);
    expect(reader.textsSaid()).toEqual(['a']);
  });

  it('has the head for a chunk of ours', () => {
    expect(lastChunk(read(delta('a'), done).reader)).toEqual({
      id: 'c1',
      object: 'chat.completion.chunk',
      created: 5,
      model: 'm',
      choices: [],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5, cost_credits: '0.07' },
    });
  });
});
