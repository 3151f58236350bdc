import { randomUUID } from 'node:crypto';
import {
  type BodyListener,
  type Transport,
  UpstreamFault,
  type UpstreamRequest,
  type UpstreamResponse,
} from './types.ts';
import { countWords } from '../count-tokens.ts';
import type { StopSignal } from '../stop-signal.ts';
import { simulateChat, simulateEmbedding, type SimulatedAnswer } from './simulated-answer.ts';

const slowTokenMs = 20;
const error = (message: string) =>
  JSON.stringify({ error: { message, type: 'api_error', param: null, code: null } });

/**
 * The simulated provider: an upstream in this process, for demo and tests. It speaks the OpenAI shape, so
 * that everything but the socket is the same as for a real one.
 */
export const simulatedTransport: Transport = async (request) => {
  request.signal.throwIfAborted();
  request.onSent();
  const body = JSON.parse(request.body.toString()) as {
    model: string;
    stream?: boolean;
    input?: EmbeddingInput;
  } & EmbeddingOptions;
  if (body.model === 'sim-fail-500')
    return respond(request, 500, [error('The simulated model always fails.')]);
  if (body.model === 'sim-fail-429')
    return respond(request, 429, [error('The simulated model is always busy.')], { 'retry-after': '1' });
  if (body.model === 'sim-hang') return hang(request.signal);
  if (request.path === 'embeddings') {
    const { dimensions } = body;
    if (
      dimensions != null &&
      !(Number.isInteger(dimensions) && dimensions > 0 && dimensions <= mostDimensions)
    )
      return respond(request, 400, [
        error(`"dimensions" must be a whole number from 1 to ${mostDimensions}.`),
      ]);
    return respond(request, 200, [embeddingsBody(body.model, textsOf(body.input ?? ''), body)]);
  }
  const answer = simulateChat(body as Parameters<typeof simulateChat>[0]);
  const tokenMs = body.model === 'sim-slow' ? slowTokenMs : 0;
  if (body.stream) {
    const events = streamEvents(body.model, answer);
    const breakAfter = body.model === 'sim-drop' ? Math.ceil((answer.words.length + 4) / 2) : undefined;
    return respond(request, 200, events, { 'content-type': 'text/event-stream' }, tokenMs, breakAfter);
  }
  if (tokenMs > 0) await wait(tokenMs * answer.words.length, request.signal);
  return respond(
    request,
    200,
    [chatBody(body.model, answer)],
    {},
    0,
    body.model === 'sim-drop' ? 0 : undefined,
  );
};

function hang(signal: StopSignal): Promise<UpstreamResponse> {
  return new Promise((_, reject) => signal.onAbort(reject));
}

async function wait(ms: number, signal: StopSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.onAbort((reason) => (clearTimeout(timer), reject(reason)));
  });
}

/** Plays chunks to the listener, one per turn or per `chunkMs`; honours pause and abort like a socket. */
function respond(
  request: UpstreamRequest,
  status: number,
  chunks: Iterable<string>,
  headers: Record<string, string> = {},
  chunkMs = 0,
  breakAfter?: number,
): Promise<UpstreamResponse> {
  let paused = false;
  let ended = false;
  let abort = (_reason: Error) => {};
  let given = 0;
  const rest = chunks[Symbol.iterator]();
  let step = () => {};
  let timer: NodeJS.Timeout | undefined;
  const schedule = () => {
    if (!paused) timer = setTimeout(step, chunkMs);
  };
  const consume = (to: BodyListener) => {
    let stopListening = () => {};
    const end = (event: () => void) => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      stopListening();
      event();
    };
    abort = (reason) => end(() => to.onError(reason));
    if (request.signal.reason) return abort(request.signal.reason);
    stopListening = request.signal.onAbort(abort);
    step = () => {
      if (given === breakAfter)
        return end(() => to.onError(new UpstreamFault('broken', 'The connection to the provider broke.')));
      const next = rest.next();
      if (next.done) return end(() => to.onEnd());
      given += 1;
      to.onData(Buffer.from(next.value));
      schedule();
    };
    schedule();
  };
  return Promise.resolve({
    status,
    headers: { 'content-type': 'application/json', ...headers },
    consume,
    pause: () => {
      paused = true;
      clearTimeout(timer);
    },
    resume: () => {
      if (paused && !ended) {
        paused = false;
        schedule();
      }
    },
    abort: () => abort(new Error('not wanted any more')),
  });
}

const envelope = (model: string, object: string) => ({
  id: `chatcmpl-${randomUUID()}`,
  object,
  created: Math.floor(Date.now() / 1000),
  model,
});
const usageOf = ({ promptTokens, words }: SimulatedAnswer) => ({
  prompt_tokens: promptTokens,
  completion_tokens: words.length,
  total_tokens: promptTokens + words.length,
});
const toolCallsOf = ({ toolCall }: SimulatedAnswer) =>
  toolCall && [{ index: 0, id: `call_${randomUUID()}`, type: 'function', function: toolCall }];

function chatBody(model: string, answer: SimulatedAnswer): string {
  const toolCalls = toolCallsOf(answer);
  const message = toolCalls
    ? { role: 'assistant', content: null, tool_calls: toolCalls }
    : { role: 'assistant', content: answer.words.join(' ') };
  return JSON.stringify({
    ...envelope(model, 'chat.completion'),
    choices: [{ index: 0, message, logprobs: null, finish_reason: answer.finishReason }],
    usage: usageOf(answer),
  });
}

/** One by one as they are sent: a long answer is not in memory as a whole. */
function* streamEvents(model: string, answer: SimulatedAnswer): Generator<string> {
  const head = envelope(model, 'chat.completion.chunk');
  const event = (delta: object, finishReason: string | null = null) =>
    `data: ${JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`;
  const toolCalls = toolCallsOf(answer);
  yield event({ role: 'assistant', content: '' });
  if (toolCalls) yield event({ tool_calls: toolCalls });
  else
    for (const [index, word] of answer.words.entries())
      yield event({ content: index === 0 ? word : ` ${word}` });
  yield event({}, answer.finishReason);
  yield `data: ${JSON.stringify({ ...head, choices: [], usage: usageOf(answer) })}\n\n`;
  yield 'data: [DONE]\n\n';
}

type EmbeddingOptions = { dimensions?: number | null; encoding_format?: 'float' | 'base64' };
type EmbeddingInput = string | (string | number | number[])[];

const mostDimensions = 4_096;

/** The texts to embed; a list of tokens is one text, and each of its tokens a word. */
function textsOf(input: EmbeddingInput): string[] {
  if (typeof input === 'string') return [input];
  if (typeof input[0] === 'number') return [input.join(' ')];
  return input.map((item) => (Array.isArray(item) ? item.join(' ') : String(item)));
}

function embeddingsBody(
  model: string,
  inputs: string[],
  { dimensions, encoding_format: format }: EmbeddingOptions,
): string {
  // The official SDK asks for base64 of 32-bit floats and decodes it itself.
  const encode = (vector: number[]) =>
    format === 'base64' ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector;
  const tokens = inputs.reduce((sum, input) => sum + countWords(input), 0);
  return JSON.stringify({
    object: 'list',
    model,
    data: inputs.map((input, index) => ({
      object: 'embedding',
      index,
      embedding: encode(simulateEmbedding(input, dimensions ?? undefined)),
    })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}
