import { waveBytesPerSecond } from './media.ts';
import { secondsOfMp3 } from './mp3.ts';

/*
 * How long sound plays, by its bytes. Only the header of PCM in a WAVE file says it for certain; of all else only a
 * bound and a guess are known.
 */

/** The lowest bit rate that speech is sent with: 8 kbit/s. Silence may take less, in formats that leave it out. */
const leastBytesPerSecond = 1_000;
/** Speech as people send it: 32 kbit/s. */
const usualBytesPerSecond = 4_000;
const waveHeadBytes = 44;
const headBytesMost = 4 * 1024;
/** OpenAI's raw samples: 24,000 a second, of two bytes. */
const pcmBytesPerSecond = 48_000;

/** In begun seconds: both are the same where the length is known. */
type SoundLength = { most: bigint; likely: bigint };

/** How long a file of sound is: what its head says of it, else by how little a second of it can take. */
export function lengthOfSound(bytes: Buffer): SoundLength {
  const waveRate = waveBytesPerSecond(bytes.subarray(0, headBytesMost));
  if (waveRate !== null) {
    const seconds = secondsOf(Math.max(0, bytes.length - waveHeadBytes), waveRate);
    return { most: seconds, likely: seconds };
  }
  const most = secondsOf(bytes.length, leastBytesPerSecond);
  const likely = begun(secondsOfMp3(bytes, bytes.length) ?? bytes.length / usualBytesPerSecond);
  return { most, likely: likely < most ? likely : most };
}

/** At least the one that has begun. */
const begun = (seconds: number) => BigInt(Math.max(1, Math.ceil(seconds)));
const secondsOf = (bytes: number, bytesPerSecond: number) => begun(bytes / bytesPerSecond);

/** A length that an answer states, in begun seconds; undefined where it is none. */
export function readSeconds(stated: unknown): bigint | undefined {
  const seconds = typeof stated === 'string' ? Number(stated) : stated;
  const isLength = typeof seconds === 'number' && seconds > 0 && seconds < 1e9;
  return isLength ? BigInt(Math.ceil(seconds)) : undefined;
}

/** Measures sound as it passes. @param isPcm it has no header, being nothing but samples */
export function createSoundMeter(isPcm: boolean) {
  let head: Buffer = Buffer.alloc(0);
  let bytes = 0;

  return {
    add(chunk: Buffer): void {
      bytes += chunk.length;
      if (head.length < headBytesMost)
        head = Buffer.concat([head, chunk.subarray(0, headBytesMost - head.length)]);
    },
    bytes: () => bytes,
    /** Undefined: nobody knows. */
    seconds(): bigint | undefined {
      if (bytes === 0) return undefined;
      if (isPcm) return secondsOf(bytes, pcmBytesPerSecond);
      const waveRate = waveBytesPerSecond(head);
      if (waveRate !== null) return secondsOf(Math.max(0, bytes - waveHeadBytes), waveRate);
      const seconds = secondsOfMp3(head, bytes);
      return seconds === null ? undefined : begun(seconds);
    },
  };
}
