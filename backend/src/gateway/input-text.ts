import { invalidRequest } from './errors.ts';

/** The most tokens an image can be in any common way of counting them. */
const imageTokens = 2_500n;
/** Base64 characters of audio or a file per token, at the least. */
const mediaCharactersPerToken = 4;
const messageOverheadTokens = 8n;
const requestOverheadTokens = 16n;

const mostMessages = 10_000;
const mostParts = 10_000;

export type Message = { content?: unknown; role?: unknown };
type Part = {
  text?: unknown;
  type?: unknown;
  image_url?: unknown;
  input_audio?: { data?: unknown };
  file?: { file_data?: unknown };
};

/** What can be said of chat messages without reading their texts. */
export type InputSize = {
  messageCount: number;
  mediaTokensMost: bigint;
  /** What media take of the body, as base64 or as addresses. */
  mediaBytes: number;
};

/** Looks over messages and their parts; cheap however long their texts are. @throws 400 */
export function sizeOfInput(messages: unknown[]): InputSize {
  if (messages.length > mostMessages)
    throw invalidRequest(`"messages" has more than ${mostMessages} messages.`, 'messages');
  const size: InputSize = { messageCount: messages.length, mediaTokensMost: 0n, mediaBytes: 0 };
  let partCount = 0;
  for (const message of messages) {
    if (typeof message !== 'object' || message === null)
      throw invalidRequest('Every message must be an object.', 'messages');
    const { content } = message as Message;
    if (!Array.isArray(content)) continue;
    partCount += content.length;
    if (partCount > mostParts)
      throw invalidRequest(`"messages" has more than ${mostParts} parts of content.`, 'messages');
    content.forEach((part) => addMedia(part as Part | null, size));
  }
  return size;
}

function addMedia(part: Part | null, size: InputSize): void {
  const image = part?.image_url;
  const media = part?.input_audio?.data ?? part?.file?.file_data;
  if (typeof part?.text === 'string') return;
  if (image) {
    const url = typeof image === 'object' ? (image as { url?: unknown }).url : image;
    size.mediaTokensMost += imageTokens;
    if (typeof url === 'string') size.mediaBytes += url.length;
  } else if (typeof media === 'string') {
    size.mediaTokensMost += BigInt(Math.ceil(media.length / mediaCharactersPerToken));
    size.mediaBytes += media.length;
  }
}

/**
 * Everything of chat messages that counts as text, and of what the model sees beside them (tools, response
 * format), text by text, as JSON where it is none: for counting when the upstream does not say.
 */
export function* textsOfInput(messages: unknown[], beside: unknown[]): Generator<string> {
  for (const message of messages) {
    const { content, ...rest } = message as Message;
    delete rest.role; // Counted with the message.
    if (typeof content === 'string') yield content;
    else if (Array.isArray(content)) yield* content.flatMap((part) => textOfPart(part as Part | null) ?? []);
    else if (content !== null && content !== undefined) yield JSON.stringify(content);
    if (Object.keys(rest).length > 0) yield JSON.stringify(rest);
  }
  for (const value of beside) if (value !== undefined && value !== null) yield JSON.stringify(value);
}

function textOfPart(part: Part | null): string | undefined {
  if (typeof part?.text === 'string') return part.text;
  const isMedia = part?.image_url || typeof (part?.input_audio?.data ?? part?.file?.file_data) === 'string';
  return isMedia ? undefined : JSON.stringify(part);
}

/**
 * The most tokens an input can be: no tokenizer makes more tokens of a text than it has UTF-8 bytes, and
 * templates add a few per message. All of the body counts, since any field of it may be shown to the model.
 */
export function mostInputTokens(
  { messageCount, mediaTokensMost, mediaBytes }: InputSize,
  bodyBytes: number,
): bigint {
  return (
    BigInt(Math.max(bodyBytes - mediaBytes, 0)) +
    BigInt(messageCount) * messageOverheadTokens +
    requestOverheadTokens +
    mediaTokensMost
  );
}

/** About how many tokens an input is: four bytes each. For calls that nobody can count any more. */
export function likelyInputTokens(values: unknown[], mediaBytes: number): bigint {
  return tokensOfBytes(Math.max(bytesOfTexts(values) - mediaBytes, 0));
}

/** The same of texts that were said. */
export function likelyTokens(texts: string[]): bigint {
  return tokensOfBytes(bytesOfTexts(texts));
}

const tokensOfBytes = (bytes: number) => BigInt(Math.ceil(bytes / 4));
/** Names of members that say what their neighbours are, and are no text. */
const labels: ReadonlySet<string> = new Set(['role', 'type']);

function bytesOfTexts(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + bytesOfTexts(item), 0);
  let bytes = 0;
  for (const [name, member] of Object.entries(value)) if (!labels.has(name)) bytes += bytesOfTexts(member);
  return bytes;
}
