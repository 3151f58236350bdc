import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { readBody } from './read-body.ts';

const read = (chunks: Buffer[]) =>
  readBody(Object.assign(Readable.from(chunks), { headers: {} }) as unknown as IncomingMessage);

it.each([1, 4096, 65_536, 10_000_000])(
  'megabytes of many alphabets come whole in chunks of %d',
  async (size) => {
    const value = 'سلام 中文 é \u{1F600} '.repeat(size === 1 ? 100 : 100_000);
    const bytes = Buffer.from(JSON.stringify({ a: value, b: 1 }));
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    );
    const body = await read(chunks);
    expect(body.bytes.equals(bytes)).toBe(true);
    expect(body.json.a === value && body.json.b === 1).toBe(true);
    expect(body.members).toHaveLength(2);
  },
);
