import { isMp3, waveBytesPerSecond } from './media.ts';

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
  const likely = secondsOf(bytes.length, mp3BytesPerSecond(bytes) ?? usualBytesPerSecond);
  return { most, likely: likely < most ? likely : most };
}

/** At least the one that has begun. */
const secondsOf = (bytes: number, bytesPerSecond: number) =>
  BigInt(Math.max(1, Math.ceil(bytes / bytesPerSecond)));

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
      const rate = mp3BytesPerSecond(head);
      return rate === null ? undefined : secondsOf(bytes, rate);
    },
  };
}

/** Of layer III, in kbit/s, by the number in a frame's head: MPEG 1, and MPEG 2 and 2.5. */
const mpeg1Rates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
const mpeg2Rates = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];

/** By its first frame; null where there is none near the beginning. */
function mp3BytesPerSecond(bytes: Buffer): number | null {
  if (!isMp3(bytes)) return null;
  const at = bytes.toString('latin1', 0, 3) === 'ID3' ? 10 + tagBytes(bytes) : 0;
  const [sync = 0, version = 0, rates = 0] = bytes.subarray(at, at + 3);
  // Eleven bits of the sign of a frame, then layer III.
  if (sync !== 0xff || (version & 0xe6) !== 0xe2) return null;
  const table = (version & 0x18) === 0x18 ? mpeg1Rates : mpeg2Rates;
  const kilobits = table[rates >> 4] ?? 0;
  return kilobits === 0 ? null : kilobits * 125;
}

/** The length of an ID3 tag: seven bits a byte. */
function tagBytes(bytes: Buffer): number {
  return bytes.subarray(6, 10).reduce((size, byte) => size * 128 + (byte & 0x7f), 0);
}
