import { invalidRequest } from './errors.ts';
import { refuseOtherCase } from './field-names.ts';
import { sizeOfPart } from './media.ts';

const messageOverheadTokens = 8n;
const requestOverheadTokens = 16n;

const mostMessages = 10_000;
const mostParts = 10_000;

export type Message = { content?: unknown; role?: unknown };

/** What can be said of chat messages without reading their texts. */
export type InputSize = {
  messageCount: number;
  mediaTokensMost: bigint;
  images: number;
  /** What media take of the body, as base64 or as addresses. */
  mediaBytes: number;
  /** The first part of which nobody can tell how many tokens it is. */
  unboundedPart: string | null;
};

/** Looks over messages and their parts; cheap however long their texts are. @param param the field they come in. @throws 400 */
export function sizeOfInput(messages: unknown[], param = 'messages'): InputSize {
  if (messages.length > mostMessages)
    throw invalidRequest(`"${param}" has more than ${mostMessages} messages.`, param);
  const size: InputSize = {
    messageCount: messages.length,
    mediaTokensMost: 0n,
    images: 0,
    mediaBytes: 0,
    unboundedPart: null,
  };
  let partCount = 0;
  for (const message of messages) {
    if (typeof message !== 'object' || message === null)
      throw invalidRequest('Every message must be an object.', param);
    refuseOtherCase(Object.keys(message), param);
    const parts = partsOf(message);
    partCount += parts.length;
    if (partCount > mostParts)
      throw invalidRequest(`"${param}" has more than ${mostParts} parts of content.`, param);
    for (const part of parts) addPart(part, size, param);
    const aside = mediaBeside.find((name) => (message as Record<string, unknown>)[name] != null);
    if (aside) size.unboundedPart ??= aside;
  }
  return size;
}

/** Members of a message that are or name media, beside its content. */
const mediaBeside = ['audio', 'images', 'image', 'video', 'videos', 'files', 'attachments'];

function partsOf({ content }: Message): unknown[] {
  if (Array.isArray(content)) return content;
  return typeof content === 'object' && content !== null ? [content] : [];
}

function addPart(part: unknown, size: InputSize, param: string): void {
  if (typeof part === 'object' && part !== null) refuseOtherCase(Object.keys(part), param);
  if (fileIdOf(part) !== undefined)
    throw invalidRequest('Files that lie at the provider cannot be used: send "file_data".', param);
  const { tokensMost, bytes, isImage } = sizeOfPart(part);
  if (isImage) size.images += 1;
  if (tokensMost === null) size.unboundedPart ??= typeOf(part);
  else size.mediaTokensMost += tokensMost;
  size.mediaBytes += bytes;
}

/** They belong to the operator's account at the provider, and so to everybody's calls or to nobody's. */
function fileIdOf(part: unknown): unknown {
  const { file_id: fileId, file } = (part ?? {}) as {
    file_id?: unknown;
    file?: { file_id?: unknown } | null;
  };
  return fileId ?? file?.file_id ?? undefined;
}

function typeOf(part: unknown): string {
  const { type } = (part ?? {}) as { type?: unknown };
  return typeof type === 'string' ? type.slice(0, 40) : 'unknown';
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
    else yield* partsOf({ content }).flatMap((part) => textOfPart(part) ?? []);
    if (Object.keys(rest).length > 0) yield JSON.stringify(rest);
  }
  for (const value of beside) if (value !== undefined && value !== null) yield JSON.stringify(value);
}

function textOfPart(part: unknown): string | undefined {
  const { text } = (part ?? {}) as { text?: unknown };
  if (typeof text === 'string') return text;
  const { tokensMost, bytes } = sizeOfPart(part);
  return tokensMost === 0n && bytes === 0 ? JSON.stringify(part) : undefined;
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

/** About how many tokens an input is. For calls that nobody can count any more. */
export function likelyInputTokens(values: unknown[], mediaBytes: number): bigint {
  return tokensOfBytes(Math.max(bytesOfTexts(values) - mediaBytes, 0));
}

/** The same of texts that were said. */
export function likelyTokens(texts: string[]): bigint {
  return tokensOfBytes(bytesOfTexts(texts));
}

/** About how many tokens so many bytes of text are: four each. */
export const tokensOfBytes = (bytes: number) => BigInt(Math.ceil(bytes / 4));

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
