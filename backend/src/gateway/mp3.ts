import { isMp3 } from './media.ts';

/** Of layer III, in kbit/s, by the number in a frame's head: MPEG 1, and MPEG 2 and 2.5. */
const mpeg1Rates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
const mpeg2Rates = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
/** The highest of these. */
const bytesPerSecondMost = 40_000;
/** Samples a second of MPEG 1; the others have a half, and a quarter of it. */
const sampleRates = [44_100, 48_000, 32_000];
const headBytes = 4;

/** The first frame: what it says of itself. */
type Frame = { isMpeg1: boolean; samplesPerSecond: number; bytesPerSecond: number; isMono: boolean };

/** What a file of variable bit rate says of all its frames; `bytes` null: it does not say. */
type Frames = { count: number; bytes: number | null };

/**
 * How long an MP3 plays, in seconds: by the frames that it counts in its first one, else by the bit rate of that;
 * null where there is none near the beginning.
 * @param bytes how many there are in all, of which `head` has the first
 */
export function secondsOfMp3(head: Buffer, bytes: number): number | null {
  if (!isMp3(head)) return null;
  const at = head.toString('latin1', 0, 3) === 'ID3' ? 10 + tagBytes(head) : 0;
  const frame = readFrame(head.subarray(at, at + headBytes));
  if (!frame) return null;
  const sound = bytes - at;
  const frames = framesOf(head.subarray(at), frame);
  if (!frames) return frame.bytesPerSecond === 0 ? null : sound / frame.bytesPerSecond;
  const seconds = (frames.count * (frame.isMpeg1 ? 1_152 : 576)) / frame.samplesPerSecond;
  const share = frames.bytes === null ? 1 : Math.min(1, sound / frames.bytes);
  // No MP3 is denser than that, whatever it counts.
  return Math.max(seconds * share, sound / bytesPerSecondMost);
}

function readFrame(head: Buffer): Frame | null {
  const [sync = 0, kind = 0, rates = 0, mode = 0] = head;
  // Eleven bits of the sign of a frame, then layer III.
  if (sync !== 0xff || (kind & 0xe6) !== 0xe2) return null;
  const version = (kind >> 3) & 3;
  const isMpeg1 = version === 3;
  const sampleRate = sampleRates[(rates >> 2) & 3];
  if (version === 1 || sampleRate === undefined) return null;
  return {
    isMpeg1,
    samplesPerSecond: sampleRate / (isMpeg1 ? 1 : version === 2 ? 2 : 4),
    bytesPerSecond: ((isMpeg1 ? mpeg1Rates : mpeg2Rates)[rates >> 4] ?? 0) * 125,
    isMono: mode >> 6 === 3,
  };
}

/** Xing's head (`Info` at a constant bit rate) is behind the side information, Fraunhofer's always at the same place. */
function framesOf(sound: Buffer, { isMpeg1, isMono }: Frame): Frames | null {
  const xing = sound.subarray(headBytes + (isMpeg1 ? (isMono ? 17 : 32) : isMono ? 9 : 17));
  const vbri = sound.subarray(headBytes + 32);
  if (['Xing', 'Info'].includes(xing.toString('latin1', 0, 4)) && xing.length >= 16) {
    const flags = xing.readUInt32BE(4);
    return flags & 1 ? framesIn(xing.readUInt32BE(8), flags & 2 ? xing.readUInt32BE(12) : 0) : null;
  }
  if (vbri.toString('latin1', 0, 4) === 'VBRI' && vbri.length >= 18)
    return framesIn(vbri.readUInt32BE(14), vbri.readUInt32BE(10));
  return null;
}

/** Who writes sound as it is made leaves zeros. */
const framesIn = (count: number, bytes: number): Frames | null =>
  count === 0 ? null : { count, bytes: bytes === 0 ? null : bytes };

/** The length of an ID3 tag: seven bits a byte. */
function tagBytes(bytes: Buffer): number {
  return bytes.subarray(6, 10).reduce((size, byte) => size * 128 + (byte & 0x7f), 0);
}
