import { describe, expect, it } from 'vitest';
import { mostInputTokens, sizeOfInput } from './input-text.ts';
import { sizeOfPart } from './media.ts';

/** Half a minute of 16 kHz mono PCM, as its header says. */
function wave(seconds: number, { format = 1, rate = 16_000, blockAlign = 2, bits = 16 } = {}): string {
  const bytes = Buffer.alloc(44 + seconds * rate * blockAlign);
  bytes.write('RIFF', 0, 'latin1');
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt16LE(format, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt16LE(blockAlign, 32);
  bytes.writeUInt16LE(bits, 34);
  return bytes.toString('base64');
}
const audio = (data: string) => ({ type: 'input_audio', input_audio: { data, format: 'wav' } });
const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } };

describe('parts that are bounded', () => {
  it.each([
    ['text', { type: 'text', text: 'hi' }, 0n, 0],
    ['text with a mark for the cache', { type: 'text', text: 'hi', cache_control: {} }, 0n, 0],
    ['a string', 'hi', 0n, 0],
    ['null', null, 0n, 0],
    // gpt-4o-mini: 2,833, and 5,667 for each of 8 tiles.
    ['an image', image, 48_169n, 25],
    ['an image by its address alone', { type: 'image_url', image_url: 'https://x/y' }, 48_169n, 11],
  ])('%s', (_name, part, tokensMost, bytes) => expect(sizeOfPart(part)).toMatchObject({ tokensMost, bytes }));

  it('sound, by how long it plays', () => {
    expect(sizeOfPart(audio(wave(30))).tokensMost).toBe(1501n);
    // A header that says 1 sample a second makes a long film of few bytes.
    expect(sizeOfPart(audio(wave(3_000, { rate: 1, blockAlign: 1, bits: 8 }))).tokensMost).toBeGreaterThan(
      150_000n,
    );
    // Decoders that count bits hear 250 seconds of what calls itself one.
    const dense = wave(1, { rate: 8_000, blockAlign: 500 });
    expect(sizeOfPart(audio(dense)).tokensMost).toBe(12_501n);
    const mp3 = Buffer.concat([Buffer.from([0xff, 0xfb]), Buffer.alloc(30_000)]).toString('base64');
    expect(sizeOfPart(audio(mp3)).tokensMost).toBe(1501n);
  });
});

describe('parts that only the context of a model bounds', () => {
  it.each([
    ['a film', { type: 'video_url', video_url: { url: 'https://x/y' } }],
    ['sound by its address', { type: 'audio_url', audio_url: { url: 'https://x/y' } }],
    ['a file', { type: 'file', file: { file_data: 'data:application/pdf;base64,AAAA' } }],
    ['sound in which silence takes no room', audio(Buffer.from('fLaC'.padEnd(100)).toString('base64'))],
    ['sound of a compressing codec', audio(wave(1, { format: 49 }))],
    ['a kind that nobody knows', { type: 'hologram' }],
    ['an image that calls itself text', { type: 'text', text: 'hi', image_url: { url: 'x' }, video: 'y' }],
    ['a film beside a text', { type: 'text', text: 'hi', video_url: { url: 'x' } }],
  ])('%s', (_name, part) => {
    expect(sizeOfPart(part).tokensMost).toBeNull();
    expect(sizeOfInput([{ role: 'user', content: [part] }]).unboundedPart).not.toBeNull();
  });
  it.each(['audio', 'images'])('"%s" beside the content of a message', (name) =>
    expect(sizeOfInput([{ role: 'assistant', content: 'x', [name]: [{ id: 'x' }] }]).unboundedPart).toBe(
      name,
    ),
  );
});

it.each([
  { type: 'file', file: { file_id: 'file-1' } },
  { type: 'input_file', file_id: 'file-1' },
])('a file that lies at the provider is refused: it is not the client’s. %j', (part) =>
  expect(() => sizeOfInput([{ content: [part] }])).toThrow(/file_data/),
);

it('what media take of the body does not count twice', () => {
  const size = sizeOfInput([{ role: 'user', content: [image, image] }]);
  expect(mostInputTokens(size, 250)).toBe(200n + 8n + 16n + 2n * 48_169n);
});
