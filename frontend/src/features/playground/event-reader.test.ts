import { expect, test } from 'vitest';
import { createEventReader, type ServerEvent } from './event-reader.ts';

/** The events of `text` when its bytes arrive in pieces of `size`. */
function read(text: string, size: number): ServerEvent[] {
  const events: ServerEvent[] = [];
  const reader = createEventReader((event) => events.push(event));
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
  reader.end();
  return events;
}

const message = (data: string) => ({ name: 'message', data });
const sizes = [1, 2, 3, 5, 7, 1000];

const cases: [string, string, ServerEvent[]][] = [
  ['two events', 'data: a\n\ndata: b\n\n', [message('a'), message('b')]],
  ['CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n', [message('a'), message('b')]],
  ['CR alone', 'data: a\r\rdata: b\r\r', [message('a'), message('b')]],
  ['mixed line ends', 'data: a\r\n\ndata: b\n\r\n', [message('a'), message('b')]],
  ['characters of several bytes', 'data: مرحبا 👋🏽\n\n', [message('مرحبا 👋🏽')]],
  ['several data lines', 'data: a\ndata:b\ndata\n\n', [message('a\nb\n')]],
  ['only one space is taken away', 'data:  a\n\n', [message(' a')]],
  ['comments, ids and empty events', ': ping\n\nid: 1\nretry: 5\n\n\ndata: a\n\n', [message('a')]],
  [
    'named events',
    'event: error\ndata: {"a":1}\n\ndata: b\n\n',
    [{ name: 'error', data: '{"a":1}' }, message('b')],
  ],
  ['colons in data', 'data: {"a":"b: c"}\n\n', [message('{"a":"b: c"}')]],
  ['a byte order mark', '\uFEFFdata: a\n\n', [message('a')]],
  ['no blank line at the end', 'data: a\n\ndata: b', [message('a'), message('b')]],
  ['nothing', '', []],
];

test.each(cases)('%s, in pieces of any size', (_, text, events) => {
  for (const size of sizes) expect(read(text, size)).toEqual(events);
});

test('an event is handed out as soon as its blank line is there', () => {
  const events: ServerEvent[] = [];
  const reader = createEventReader((event) => events.push(event));
  reader.push(new TextEncoder().encode('data: a\n\ndata: b\n'));
  expect(events).toEqual([message('a')]);
});
