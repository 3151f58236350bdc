import { expect, test } from 'vitest';
import { secondsOfMp3 } from './mp3.ts';

type Head = { kind?: number; rates?: number; mode?: number; at?: number; name?: string; numbers?: number[] };

/** A first frame with four bytes of a head, and what counts all frames behind it. */
function mp3(bytes: number, { kind = 0xfb, rates = 0x90, mode = 0, at = 36, name, numbers = [] }: Head = {}) {
  const sound = Buffer.alloc(bytes);
  sound.set([0xff, kind, rates, mode]);
  if (name !== undefined) sound.write(name, at, 'latin1');
  numbers.forEach((number, index) => sound.writeUInt32BE(number, at + 4 + index * 4));
  return sound;
}

/** Version, delay, quality, bytes and frames: of two, two, two, four and four bytes. */
function vbri(bytes: number, saidBytes: number, frames: number) {
  const sound = mp3(bytes, { name: 'VBRI' });
  sound.writeUInt32BE(saidBytes, 36 + 10);
  sound.writeUInt32BE(frames, 36 + 14);
  return sound;
}

const tag = Buffer.concat([Buffer.from('ID3\u0004\0\0\0\0\u0002\0', 'latin1'), Buffer.alloc(256)]);
const mono = 0xc0;

/* 44,100 samples a second, 1,152 in each frame: 1,225 frames are 32 seconds. */
test.each<[string, Buffer, number | null]>([
  ['a constant bit rate, of 128 kbit/s', mp3(32_000), 2],
  ['Xing, frames and bytes', mp3(100_000, { name: 'Xing', numbers: [3, 1_225, 100_000] }), 32],
  ['Info, frames alone', mp3(100_000, { name: 'Info', numbers: [1, 1_225] }), 32],
  ['Xing in mono', mp3(100_000, { mode: mono, at: 21, name: 'Xing', numbers: [1, 1_225] }), 32],
  ['Xing in stereo at the place of mono', mp3(32_000, { at: 21, name: 'Xing', numbers: [1, 1_225] }), 2],
  ['Xing of MPEG 2', mp3(100_000, { kind: 0xf3, at: 21, name: 'Xing', numbers: [1, 1_225] }), 32],
  ['… in mono', mp3(100_000, { kind: 0xf3, mode: mono, at: 13, name: 'Xing', numbers: [1, 1_225] }), 32],
  ['… of MPEG 2.5', mp3(100_000, { kind: 0xe3, at: 21, name: 'Xing', numbers: [1, 1_225] }), 64],
  ['Fraunhofer’s', vbri(100_000, 100_000, 1_225), 32],
  [
    'Xing behind a tag',
    Buffer.concat([tag, mp3(100_000, { name: 'Xing', numbers: [3, 1_225, 100_000] })]),
    32,
  ],
  ['a half of what it counts', mp3(50_000, { name: 'Xing', numbers: [3, 1_225, 100_000] }), 16],
  ['a half of Fraunhofer’s', vbri(50_000, 100_000, 1_225), 16],
  ['a count of bytes alone', mp3(32_000, { name: 'Xing', numbers: [2, 32_000] }), 2],
  ['a count that was never written', mp3(32_000, { name: 'Xing', numbers: [3, 0, 0] }), 2],
  ['a count without a bit rate', mp3(100_000, { rates: 0x00, name: 'Xing', numbers: [1, 1_225] }), 32],
  ['fewer frames than the bytes can be', mp3(400_000, { name: 'Xing', numbers: [1, 1] }), 10],
  ['a head that is cut off', mp3(100, { name: 'Xing', numbers: [3, 1_225] }).subarray(0, 42), 42 / 16_000],
  ['no bit rate, no count', mp3(8_000, { rates: 0x00 }), null],
  ['no rate of samples', mp3(8_000, { rates: 0x9c }), null],
  ['no version', mp3(8_000, { kind: 0xeb }), null],
  ['another layer', mp3(8_000, { kind: 0xfd }), null],
  ['a tag without an end', tag.subarray(0, 100), null],
  ['nothing', Buffer.alloc(0), null],
])('%s', (_name, sound, seconds) => expect(secondsOfMp3(sound, sound.length)).toBe(seconds));
