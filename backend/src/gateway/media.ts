import { field } from '../lib/providers/json.ts';

/*
 * The most tokens that the parts of a message can be which are no text. Where a vendor's own words are known
 * they are named; docs/adr/0009 has the list.
 */

/**
 * An image, at the most. OpenAI counts gpt-4o-mini's as 2,833 and 5,667 for each of up to 8 tiles of 512 pixels
 * (2,048 by 768): the dearest there is. Its other models come to 1,445 or up to 24,600 (10,000 patches times
 * 2.46), Qwen-VL to 16,384, Gemini to 258 a tile, Claude to about 4,800.
 */
export const imageTokensMost = 2_833n + 8n * 5_667n;

/** A second of audio: encoders without pooling (Whisper) have 50 frames; Gemini counts 32 tokens, Qwen 25, OpenAI 10. */
export const tokensPerSecond = 50;
/** The lowest bit rate of MP3 is 8 kbit/s. */
const mp3BytesPerSecond = 1_000;

/** What a part takes of the input: `tokensMost` null, when only the model's context bounds it; `bytes` are those of the body that are not read as text. */
type PartSize = { tokensMost: bigint | null; bytes: number; isImage: boolean };

const plain: PartSize = { tokensMost: 0n, bytes: 0, isImage: false };

const textTypes: ReadonlySet<unknown> = new Set([
  undefined,
  'text',
  'input_text',
  'output_text',
  'refusal',
  'thinking',
  'redacted_thinking',
]);
const textMembers = [
  'type',
  'text',
  'refusal',
  'thinking',
  'signature',
  'data',
  'cache_control',
  'annotations',
  'logprobs',
];
const imageMembers = [
  'type',
  'image_url',
  'detail',
  'file_id',
  'cache_control',
  'uuid',
  'min_pixels',
  'max_pixels',
];
const audioMembers = ['type', 'input_audio', 'cache_control', 'uuid'];

/** The size of a part of a message's content. What it is not known for certain is bounded by the context alone. */
export function sizeOfPart(part: unknown): PartSize {
  if (typeof part !== 'object' || part === null) return plain;
  const { type, image_url: image, input_audio: audio } = part as Record<string, unknown>;
  const hasOnly = (members: string[]) => Object.keys(part).every((name) => members.includes(name));
  if (textTypes.has(type) && hasOnly(textMembers)) return plain;
  if (image !== undefined && hasOnly(imageMembers))
    return { tokensMost: imageTokensMost, bytes: lengthOf(field(image, 'url') ?? image), isImage: true };
  const data = field(audio, 'data');
  if (typeof data === 'string' && hasOnly(audioMembers))
    return { tokensMost: audioTokensMost(data), bytes: data.length, isImage: false };
  return { tokensMost: null, bytes: 0, isImage: image !== undefined };
}

const lengthOf = (value: unknown) => (typeof value === 'string' ? value.length : 0);

/** Of audio as base64. Its length says how long it plays only where it is PCM or MP3: silence takes next to nothing in others. */
function audioTokensMost(base64: string): bigint | null {
  const bytesPerSecond = rateOf(Buffer.from(base64.slice(0, 64), 'base64'));
  if (bytesPerSecond === null) return null;
  return BigInt(Math.ceil(((base64.length * 3) / 4 / bytesPerSecond) * tokensPerSecond));
}

function rateOf(head: Buffer): number | null {
  return isMp3(head) ? mp3BytesPerSecond : waveBytesPerSecond(head);
}

/** Whether sound begins as an MP3 does: with its tags, or at once with a frame. */
export const isMp3 = (head: Buffer) =>
  head.toString('latin1', 0, 3) === 'ID3' || (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0);

/** What a second of PCM takes, by the header of its WAVE file; null where it is none. */
export function waveBytesPerSecond(head: Buffer): number | null {
  const isWave =
    head.length >= 36 &&
    head.toString('latin1', 0, 4) === 'RIFF' &&
    head.toString('latin1', 8, 16) === 'WAVEfmt ';
  if (!isWave || !pcmFormats.has(head.readUInt16LE(20))) return null;
  // Some decoders go by the bytes that a sample says it takes on all channels, most by its channels and bits.
  const said = head.readUInt16LE(32);
  const counted = head.readUInt16LE(22) * Math.ceil(head.readUInt16LE(34) / 8);
  const rate = head.readUInt32LE(24) * Math.min(said, counted);
  return rate > 0 ? rate : null;
}

/** Integers and floating point. */
const pcmFormats: ReadonlySet<number> = new Set([1, 3]);
