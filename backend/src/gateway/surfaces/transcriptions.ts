import { field } from '../../lib/providers/json.ts';
import { noUnits } from '../../lib/token-counts.ts';
import type { Asked } from '../asked.ts';
import { readUsage } from '../dialects/index.ts';
import { invalidRequest } from '../errors.ts';
import { FormFile } from '../form/index.ts';
import { likelyTokens } from '../input-text.ts';
import { tokensPerSecond } from '../media.ts';
import { lengthOfSound, readSeconds } from '../sound.ts';
import type { AnswerShape, Surface } from '../surface.ts';
import { isTrue, requireModelName } from './fields.ts';
import { openaiErrors } from './openai-errors.ts';
import { transcriptionsStream } from './transcriptions-stream.ts';

/** Tokens of a second of sound where a model counts them: OpenAI's are 10. */
const inputTokensPerSecond = 10n;
/** Nobody says more than this in a second, in any language. */
const saidPerSecondMost = 20n;
const saidFree = 200n;
const textFormats: ReadonlySet<unknown> = new Set(['text', 'srt', 'vtt']);

const transcriptAnswer: AnswerShape = {
  read: ({ valueOf }) => {
    const usage = valueOf('usage');
    return {
      usage: readUsage('openai', usage),
      error: valueOf('error') ?? null,
      hasContent: typeof valueOf('text') === 'string',
      units: { inputSeconds: readSeconds(field(usage, 'seconds')) ?? readSeconds(valueOf('duration')) },
    };
  },
  textsOf: ({ text }) => (typeof text === 'string' ? [text] : []),
};

const shared = {
  mayFallBack: false,
  ownFields: new Set<string>(),
  boundField: null,
  isForm: true,
  answer: transcriptAnswer,
  errors: openaiErrors,
} as const;

/** OpenAI transcriptions: what is said in a file of sound, as JSON, a text or subtitles, or as a stream. */
export const transcriptionsSurface: Surface = {
  ...shared,
  name: 'audio.transcriptions',
  upstreamPath: 'audio/transcriptions',
  stream: transcriptionsStream,
  understand: (body, textBytes) => readSound(body, textBytes, isTrue(body, 'stream')),
};

/** The same in English. */
export const translationsSurface: Surface = {
  ...shared,
  name: 'audio.translations',
  upstreamPath: 'audio/translations',
  stream: null,
  understand(body, textBytes) {
    // Some servers would stream all the same, and nobody here would read it.
    if (isTrue(body, 'stream')) throw invalidRequest('"stream" is not supported here.', 'stream');
    return readSound(body, textBytes, false);
  },
};

function readSound(body: Record<string, unknown>, textBytes: number, stream: boolean): Asked {
  const { file } = body;
  if (!(file instanceof FormFile)) throw invalidRequest('"file" must be a file.', 'file');
  refuseAddresses(body);
  const length = lengthOfSound(file.bytes);
  const prompt = typeof body.prompt === 'string' ? body.prompt : '';
  const soundTokens = length.most * BigInt(tokensPerSecond);
  return {
    modelName: requireModelName(body),
    stream,
    wantsUsage: false,
    streamOptions: null,
    inputTokensMost: BigInt(textBytes) + soundTokens,
    inputTokensLikely: likelyTokens([prompt]),
    mediaTokensMost: soundTokens,
    images: 0n,
    inputField: 'file',
    unboundedPart: null,
    boundFields: [],
    outputTokensMost: length.most * saidPerSecondMost + saidFree,
    besideTokensMost: 0n,
    chargedParts: ['sound'],
    choices: 1n,
    countInput: ({ count }) => count([prompt]),
    media: {
      most: { ...noUnits, inputSeconds: length.most },
      likely: { ...noUnits, inputSeconds: length.likely },
      inputTokens: length.likely * inputTokensPerSecond,
      outputTokens: null,
      answers: textFormats.has(body.response_format) ? 'text' : null,
    },
  };
}

const addresses = ['url', 'file_url', 'audio_url', 'file_id'];

/** Some servers would listen to what lies there, and nobody could tell how long that is. @throws 400 */
function refuseAddresses(body: Record<string, unknown>): void {
  const found = addresses.find((name) => body[name] !== undefined);
  if (found !== undefined) throw invalidRequest('Send the sound itself, as "file".', found);
}
