import { noUnits } from '../../lib/token-counts.ts';
import type { Asked } from '../asked.ts';
import { readUsage } from '../dialects/index.ts';
import { invalidRequest } from '../errors.ts';
import { likelyTokens } from '../input-text.ts';
import { createSoundMeter } from '../sound.ts';
import type { StreamShape, Surface } from '../surface.ts';
import { requireModelName, requireText } from './fields.ts';
import { openaiErrors } from './openai-errors.ts';
import { failureOf, typedEvent, withCost } from './typed-events.ts';

/** Characters a second: nobody speaks slower, and about so fast. */
const slowest = 3;
const usual = 15;
/** Tokens of a second of speech: OpenAI's are 1,250 a minute. */
const tokensPerSecondMost = 25n;
const tokensPerSecond = 21n;
const mostSpeed = 4;
const leastSpeed = 0.25;

/** OpenAI speech: a text, spoken; sound as it is made, or a stream of events. */
export const speechSurface: Surface = {
  name: 'audio.speech',
  upstreamPath: 'audio/speech',
  // Voices of two models have nothing to do with each other.
  mayFallBack: false,
  // Elsewhere it makes answers dearer (docs/adr/0009); here it is how fast somebody speaks.
  ownFields: new Set(['speed']),
  boundField: null,
  answer: {
    read: ({ valueOf }) => ({ usage: null, error: valueOf('error') ?? null, hasContent: false }),
    textsOf: () => [],
  },
  stream: speechStream(),
  errors: openaiErrors,
  understand(body, bodyBytes) {
    const input = requireText(body, 'input');
    const instructions = typeof body.instructions === 'string' ? body.instructions : '';
    const speed = readSpeed(body);
    const characters = BigInt(countCharacters(input));
    const secondsOf = (perSecond: number) => BigInt(Math.ceil(Number(characters) / perSecond / speed));
    const stream = readsEvents(body);
    return {
      modelName: requireModelName(body),
      stream,
      wantsUsage: false,
      streamOptions: null,
      inputTokensMost: BigInt(bodyBytes),
      inputTokensLikely: likelyTokens([input, instructions]),
      mediaTokensMost: 0n,
      images: 0n,
      inputField: 'input',
      unboundedPart: null,
      boundFields: [],
      outputTokensMost: secondsOf(slowest) * tokensPerSecondMost,
      besideTokensMost: 0n,
      chargedParts: ['speech'],
      choices: 1n,
      countInput: ({ count }) => count([input, instructions]),
      media: {
        most: { ...noUnits, characters, outputSeconds: secondsOf(slowest) },
        likely: { ...noUnits, characters, outputSeconds: secondsOf(usual) },
        inputTokens: 0n,
        outputTokens: ({ outputSeconds }) => outputSeconds * tokensPerSecond,
        answers: 'sound',
        isPcm: body.response_format === 'pcm',
      },
    } satisfies Asked;
  },
};

/** Code points: as who reads the text counts. */
const countCharacters = (text: string) =>
  text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);

/** @throws 400 */
function readSpeed({ speed }: Record<string, unknown>): number {
  if (speed === undefined || speed === null) return 1;
  if (typeof speed !== 'number' || !(speed >= leastSpeed && speed <= mostSpeed))
    throw invalidRequest(`"speed" must be a number from ${leastSpeed} to ${mostSpeed}.`, 'speed');
  return speed;
}

/** @throws 400 */
function readsEvents({ stream_format: format }: Record<string, unknown>): boolean {
  if (format === undefined || format === null || format === 'audio') return false;
  if (format === 'sse') return true;
  throw invalidRequest('"stream_format" must be "sse" or "audio".', 'stream_format');
}

/** Sound in events; the last one has the usage, and waits until the call is settled. */
function speechStream(): StreamShape {
  return {
    moreThanText: /"type"\s*:\s*"(speech\.audio\.done|error)"|"error"\s*:\s*\{/,
    endMark: '[DONE]',
    look(chunk) {
      const failure = failureOf(chunk);
      if (failure !== null) return { failure, usage: null, waits: true, isLast: true };
      if (chunk.type !== 'speech.audio.done') return null;
      return { failure: null, usage: readUsage('openai', chunk.usage), waits: true, isLast: true };
    },
    createSaid() {
      const meter = createSoundMeter(false);
      let isDone = false;
      return {
        add(chunk) {
          if (typeof chunk?.audio === 'string') meter.add(Buffer.from(chunk.audio, 'base64'));
          isDone ||= chunk?.type === 'speech.audio.done';
        },
        texts: () => [],
        bytes: () => 0,
        gaveReason: () => isDone,
        units: () => (meter.bytes() === 0 ? undefined : { outputSeconds: meter.seconds() }),
      };
    },
    lastEvents: ({ settled, heldChunk }) => (heldChunk ? typedEvent(withCost(heldChunk, settled)) : ''),
    errorEvents: (error) => openaiErrors.event(error),
  };
}
