import { describe, expect, it } from 'vitest';
import { createEventSplitter, eventData, splitEvents } from './sse-events.ts';

const events = [
  'data: {"a":"é\u{1F600}"}\n\n',
  ': comment\n\n',
  'event: x\ndata: 1\ndata:2\n\n',
  'data: [DONE]\n\n',
];
const withLineEnd = (lineEnd: string) => events.map((event) => event.replaceAll('\n', lineEnd));

function split(parts: Buffer[], maxEventBytes?: number) {
  const runs: Buffer[] = [];
  const pieces: Buffer[] = [];
  const splitter = createEventSplitter(
    (run) => runs.push(run),
    (piece) => pieces.push(piece),
    maxEventBytes,
  );
  parts.forEach((part) => splitter.push(part));
  return { runs, pieces, rest: splitter.rest() };
}

describe.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
])('events with %s', (_name, lineEnd) => {
  const whole = Buffer.from(withLineEnd(lineEnd).join(''));

  it('come whole, in order and complete for every pair of cuts', () => {
    for (let first = 0; first <= whole.length; first += 1) {
      for (let second = first; second <= whole.length; second += 1) {
        const parts = [whole.subarray(0, first), whole.subarray(first, second), whole.subarray(second)];
        const { runs, rest } = split(parts.filter((part) => part.length > 0));
        expect(rest).toHaveLength(0);
        expect(runs.flatMap((run) => splitEvents(run).map(String))).toEqual(withLineEnd(lineEnd));
      }
    }
  });

  it('come one by one when bytes do', () => {
    const { runs, rest } = split([...whole].map((byte) => Buffer.from([byte])));
    expect(runs.map(String)).toEqual(withLineEnd(lineEnd));
    expect(rest).toHaveLength(0);
  });

  it('are passed on as one run when they arrive together', () => {
    expect(split([whole]).runs).toEqual([whole]);
  });
});

describe('splitter', () => {
  it('keeps what is not closed', () => {
    const { runs, rest } = split([Buffer.from('data: 1\n\ndata: 2\n')]);
    expect(runs.map(String)).toEqual(['data: 1\n\n']);
    expect(String(rest)).toBe('data: 2\n');
  });

  it('passes an endless event on in pieces, and finds events again after it', () => {
    const long = `data: ${'x'.repeat(40)}`;
    const { runs, pieces } = split([Buffer.from(long), Buffer.from('yy\n\ndata: 2\n\n')], 30);
    expect(pieces.map(String)).toEqual([long]);
    expect(runs.map(String)).toEqual(['yy\n\ndata: 2\n\n']);
  });

  it('does not lose bytes that are no UTF-8', () => {
    const bytes = Buffer.from([0x64, 0xff, 0xfe, 0x0a, 0x0a, 0x0a, 0xc3]);
    expect(Buffer.concat(splitEvents(bytes))).toEqual(bytes);
  });
});

describe('eventData', () => {
  it.each([
    ['data: {"a":1}\n\n', '{"a":1}'],
    ['data:{"a":1}\r\n\r\n', '{"a":1}'],
    ['event: delta\nid: 7\ndata: a\ndata: b\n\n', 'a\nb'],
    ['data:  two spaces\n\n', ' two spaces'],
    [': ping\n\n', null],
    ['event: ping\n\n', null],
    ['', null],
  ])('of %j is %j', (event, data) => expect(eventData(Buffer.from(event))).toBe(data));
});
