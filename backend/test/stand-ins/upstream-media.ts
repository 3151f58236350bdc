import type { ServerResponse } from 'node:http';
import { waveOf } from '../sound.ts';
import { type Style, styleOf } from './upstream-styles.ts';
import { inputTokensOf, type Invoice } from './upstream-tokens.ts';
import type { UpstreamCall } from './upstream.ts';

/* Images and sound, with an invoice of what is billed besides tokens. How a model answers is in upstream-styles.ts. */

const nothing: Invoice = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };
const pixel = 'iVBORw0KGgo=';
/** More than anybody looks into. */
const hugeBytes = 17 * 1024 * 1024;
export const imageTokens = 1056;
export const inputImageTokens = 323;

const sendJson = (response: ServerResponse, body: object) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
};

/** Sends the pieces, and ends as the style says: the last one comes only where all of it does. */
async function sendPieces(call: UpstreamCall, response: ServerResponse, pieces: Buffer[], style: Style) {
  const isWhole = style.afterThree === 'go on';
  for (const piece of isWhole ? pieces : pieces.slice(0, -1)) {
    if (style.stepped) await call.nextStep();
    if (response.destroyed) return;
    call.sent.push(piece);
    await new Promise((resume) => response.write(piece, resume));
  }
  if (style.afterThree === 'error')
    response.write(event({ type: 'error', ...{ error: { message: 'no luck' } } }));
  if (style.afterThree === 'drop') response.destroy();
  else if (style.afterThree !== 'pause') response.end();
}

const event = (chunk: { type: string }) =>
  Buffer.from(`event: ${chunk.type}\ndata: ${JSON.stringify(chunk)}\n\n`);

/** Bills images, and tokens too unless the model never has usage. */
export function answerImages(call: UpstreamCall, response: ServerResponse, kind: string): void {
  const { body, files } = call;
  const style = styleOf(body.model);
  const count = Number(body.n ?? 1);
  const inputImages = files.length * inputImageTokens;
  const text = inputTokensOf(body.prompt);
  const isSilent = style.usage === 'never';
  const billed = (images: number): Invoice => ({
    ...(isSilent
      ? nothing
      : { promptTokens: text + inputImages, cachedTokens: 0, completionTokens: images * imageTokens }),
    images,
  });
  const usageOf = ({ promptTokens, completionTokens }: Invoice) =>
    !isSilent && {
      usage: {
        input_tokens: promptTokens,
        input_tokens_details: { text_tokens: text, image_tokens: inputImages },
        output_tokens: completionTokens,
        total_tokens: promptTokens + completionTokens,
      },
    };
  if (String(body.stream) !== 'true') {
    call.invoice = billed(body.model === 'fewer' ? 1 : count);
    const data = Array.from({ length: call.invoice.images! }, () => ({ b64_json: pixel }));
    return sendJson(response, { created: 1, data, ...usageOf(call.invoice) });
  }
  call.invoice = billed(1);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const partial = Array.from({ length: Number(body.partial_images ?? 0) }, (_, index) =>
    event({ type: `${kind}.partial_image`, ...{ partial_image_index: index, b64_json: pixel } }),
  );
  const image = body.model === 'huge' ? 'A'.repeat(hugeBytes) : pixel;
  const last = event({ type: `${kind}.completed`, ...{ b64_json: image }, ...usageOf(call.invoice) });
  void sendPieces(call, response, [...partial, last], style);
}

/** A second of silence, in four pieces; bills the characters. */
export function answerSpeech(call: UpstreamCall, response: ServerResponse): void {
  const { body } = call;
  const style = styleOf(body.model);
  const input = String(body.input);
  call.invoice = { ...nothing, promptTokens: inputTokensOf(input), characters: [...input].length };
  const isFlood = body.model === 'flood';
  const sound = waveOf(1);
  const pieces = isFlood
    ? Array.from({ length: body.words ?? 0 }, () => Buffer.alloc(1_000))
    : [0, 1, 2, 3].map((index) => sound.subarray(index * 2_011, (index + 1) * 2_011));
  if (body.stream_format !== 'sse') {
    response.writeHead(200, { 'content-type': body.model === 'odd-type' ? 'text/html' : 'audio/wav' });
    return void sendPieces(call, response, pieces, style);
  }
  call.invoice = { ...call.invoice, completionTokens: 21 };
  const { promptTokens: input_tokens, completionTokens: output_tokens } = call.invoice;
  const usage = { input_tokens, output_tokens, total_tokens: input_tokens + output_tokens };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const deltas = pieces.map((piece) =>
    event({ type: 'speech.audio.delta', ...{ audio: piece.toString('base64') } }),
  );
  void sendPieces(call, response, [...deltas, event({ type: 'speech.audio.done', ...{ usage } })], style);
}

const words = ['Once', ' upon', ' a', ' time'];
const text = words.join('');
const subtitles: Record<string, string> = {
  text: `${text}\n`,
  srt: `1\n00:00:00,000 --> 00:00:02,500\n${text}\n\n`,
  vtt: `WEBVTT\n\n00:00.000 --> 00:02.500\n${text}\n\n`,
};

/** Bills the seconds that the file says it plays; by tokens where the model's name says so. */
export function answerTranscript(call: UpstreamCall, response: ServerResponse): void {
  const { body, files } = call;
  const style = styleOf(body.model);
  const seconds = body.model === 'silence' ? 100_000 : secondsOf(files[0]!);
  const isByToken = body.model === 'usage-tokens';
  const tokens: Invoice = { promptTokens: seconds * 10, cachedTokens: 0, completionTokens: words.length };
  call.invoice = isByToken ? tokens : { ...nothing, seconds };
  const tokenUsage = {
    type: 'tokens',
    input_tokens: tokens.promptTokens,
    input_token_details: { text_tokens: 0, audio_tokens: tokens.promptTokens },
    output_tokens: tokens.completionTokens,
    total_tokens: tokens.promptTokens + tokens.completionTokens,
  };
  const usage = style.usage !== 'never' && { usage: isByToken ? tokenUsage : { type: 'duration', seconds } };
  if (String(body.stream) === 'true') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const deltas = words.map((delta) => event({ type: 'transcript.text.delta', ...{ delta } }));
    return void sendPieces(
      call,
      response,
      [...deltas, event({ type: 'transcript.text.done', ...{ text }, ...usage })],
      style,
    );
  }
  const plain = subtitles[String(body.response_format)];
  if (plain !== undefined) {
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    return void response.end(plain);
  }
  const isVerbose = body.response_format === 'verbose_json';
  sendJson(response, isVerbose ? { duration: seconds - 0.5, language: 'english', text } : { text, ...usage });
}

/** By the header of its WAVE file; a second of anything else. */
function secondsOf(file: Buffer): number {
  const isWave = file.length >= 44 && file.toString('latin1', 0, 4) === 'RIFF';
  return isWave ? Math.ceil((file.length - 44) / file.readUInt32LE(28)) : 1;
}
