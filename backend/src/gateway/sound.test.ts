import { describe, expect, test } from 'vitest';
import { waveOf } from '../../test/sound.ts';
import { createSoundMeter, lengthOfSound, readSeconds } from './sound.ts';
import { secondsOfSubtitles } from './surfaces/subtitles.ts';

const mp3 = (version: number, rates: number, bytes: number) =>
  Buffer.concat([Buffer.from([0xff, version, rates, 0]), Buffer.alloc(bytes - 4)]);
const tagged = Buffer.concat([
  Buffer.from('ID3\u0004\0\0\0\0\0\u0005', 'latin1'),
  Buffer.alloc(5),
  mp3(0xfb, 0x90, 16_000),
]);

/** Its header says that a sample takes more bytes than its channels and bits do. */
const dense = waveOf(2.5);
dense.writeUInt16LE(60_000, 32);

describe('how long sound plays', () => {
  test.each<[string, Buffer, bigint, bigint]>([
    ['WAVE, by its header', waveOf(2.5), 3n, 3n],
    ['WAVE that claims to be denser than it is', dense, 3n, 3n],
    ['WAVE without samples', waveOf(0), 1n, 1n],
    ['MP3 at 128 kbit/s', mp3(0xfb, 0x90, 32_000), 32n, 2n],
    ['MP3 of 24,000 samples a second, at 64 kbit/s', mp3(0xf3, 0x80, 16_000), 16n, 2n],
    ['MP3 behind a tag', tagged, 17n, 1n],
    ['MP3 without a bit rate', mp3(0xfb, 0x00, 8_000), 8n, 2n],
    ['what is not known', Buffer.alloc(8_001), 9n, 3n],
    ['nothing', Buffer.alloc(0), 1n, 1n],
  ])('%s', (_name, bytes, most, likely) => expect(lengthOfSound(bytes)).toEqual({ most, likely }));

  test.each<[string, boolean, Buffer[], bigint | undefined]>([
    ['WAVE in odd pieces', false, [waveOf(1.5).subarray(0, 7), waveOf(1.5).subarray(7)], 2n],
    ['samples', true, [Buffer.alloc(48_000), Buffer.alloc(1)], 2n],
    ['MP3', false, [mp3(0xfb, 0x90, 16_000)], 1n],
    ['what is not known', false, [Buffer.alloc(100)], undefined],
    ['nothing', false, [], undefined],
    ['nothing but a head', false, [waveOf(0)], 1n],
  ])('of an answer: %s', (_name, isPcm, chunks, seconds) => {
    const meter = createSoundMeter(isPcm);
    chunks.forEach(meter.add);
    expect(meter.seconds()).toBe(seconds);
  });
});

test.each([
  [8.47, 9n],
  ['8.47', 9n],
  [9, 9n],
  [0, undefined],
  [-1, undefined],
  [1e300, undefined],
  ['soon', undefined],
  [null, undefined],
])('a stated length of %j', (stated, seconds) => expect(readSeconds(stated)).toBe(seconds));

test.each([
  ['1\n00:00:01,000 --> 01:02:03,400\nhi\n\n2\n01:02:04,000 --> 01:02:05,000\nho\n', 3_726n],
  ['WEBVTT\n\n00:01.000 --> 00:02.500 align:left\nhi\n', 3n],
  ['what he said\n', undefined],
])('subtitles %j', (text, seconds) => expect(secondsOfSubtitles(text)).toBe(seconds));
