/** The most tokens an image can be in any common way of counting them. */
const imageTokens = 2_500n;
/** Base64 characters of audio or a file per token, at the least. */
const mediaCharactersPerToken = 4;
const messageOverheadTokens = 8n;
const requestOverheadTokens = 16n;

type Part = {
  text?: unknown;
  type?: unknown;
  image_url?: unknown;
  input_audio?: { data?: unknown };
  file?: { file_data?: unknown };
};

/** Everything of chat messages that counts as tokens: their texts, and the most that media in them can be. */
export type InputText = {
  texts: string[];
  messageCount: number;
  mediaTokensMost: bigint;
  images: number;
  /** What media take of the body, as base64 or as addresses. */
  mediaBytes: number;
};

/** Reads messages and anything beside them that the model sees too (tools, response format), as JSON. */
export function readInputText(messages: unknown[], beside: unknown[]): InputText {
  const input: InputText = {
    texts: [],
    messageCount: messages.length,
    mediaTokensMost: 0n,
    images: 0,
    mediaBytes: 0,
  };
  for (const message of messages) {
    const { content, ...rest } = message as { content?: unknown; role?: unknown };
    delete rest.role; // Counted with the message.
    if (typeof content === 'string') input.texts.push(content);
    else if (Array.isArray(content)) content.forEach((part) => readPart(part as Part | null, input));
    else if (content !== null && content !== undefined) input.texts.push(JSON.stringify(content));
    if (Object.keys(rest).length > 0) input.texts.push(JSON.stringify(rest));
  }
  for (const value of beside)
    if (value !== undefined && value !== null) input.texts.push(JSON.stringify(value));
  return input;
}

function readPart(part: Part | null, input: InputText): void {
  const image = part?.image_url;
  const media = part?.input_audio?.data ?? part?.file?.file_data;
  if (typeof part?.text === 'string') input.texts.push(part.text);
  else if (image) {
    const url = typeof image === 'object' ? (image as { url?: unknown }).url : image;
    input.mediaTokensMost += imageTokens;
    input.images += 1;
    if (typeof url === 'string') input.mediaBytes += url.length;
  } else if (typeof media === 'string') {
    input.mediaTokensMost += BigInt(Math.ceil(media.length / mediaCharactersPerToken));
    input.mediaBytes += media.length;
  } else input.texts.push(JSON.stringify(part));
}

/**
 * The most tokens an input can be: no tokenizer makes more tokens of a text than it has UTF-8 bytes, and
 * templates add a few per message. All of the body counts, since any field of it may be shown to the model.
 */
export function mostInputTokens(
  { messageCount, mediaTokensMost, mediaBytes }: InputText,
  bodyBytes: number,
): bigint {
  return (
    BigInt(Math.max(bodyBytes - mediaBytes, 0)) +
    BigInt(messageCount) * messageOverheadTokens +
    requestOverheadTokens +
    mediaTokensMost
  );
}

/** About how many tokens texts are: four bytes each. For calls that nobody can count any more. */
export function likelyTokens(texts: string[]): bigint {
  return BigInt(Math.ceil(bytesOf(texts) / 4));
}

function bytesOf(texts: string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
