import { randomUUID } from 'node:crypto';
import {
  type BodyListener,
  type Transport,
  UpstreamFault,
  type UpstreamRequest,
  type UpstreamResponse,
} from './types.ts';
import { countWords } from '../count-tokens.ts';
import { simulateChat, simulateEmbedding, type SimulatedAnswer } from './simulated-answer.ts';

const slowTokenMs = 20;
const embeddingsModel = 'sim-embed';
const error = (message: string, type = 'api_error') =>
  JSON.stringify({ error: { message, type, param: null, code: null } });

const refusal = (model: string, path: string) => {
  const wish = path === 'embeddings' ? 'embeddings' : 'chat completions';
  return error(`The model "${model}" does not support ${wish}.`, 'invalid_request_error');
};

/**
 * The simulated provider: an upstream in this process, for demo and tests. It speaks the OpenAI shape, so
 * that everything but the socket is the same as for a real one.
 */
export const simulatedTransport: Transport = async (request) => {
  request.signal.throwIfAborted();
  request.onSent();
  const body = JSON.parse(request.body) as {
    model: string;
    stream?: boolean;
    n?: number;
    input?: string | string[];
  } & EmbeddingOptions;
  if (body.model === 'sim-fail-500')
    return respond(request, 500, [error('The simulated model always fails.')]);
  if (body.model === 'sim-fail-429')
    return respond(request, 429, [error('The simulated model is always busy.')], { 'retry-after': '1' });
  if (body.model === 'sim-hang') return hang(request.signal);
  if ((request.path === 'embeddings') !== (body.model === embeddingsModel))
    return respond(request, 400, [refusal(body.model, request.path)]);
  if (request.path === 'embeddings')
    return respond(request, 200, [embeddingsBody(body.model, [body.input ?? ''].flat(), body)]);
  const answer = simulateChat(body as Parameters<typeof simulateChat>[0]);
  const tokenMs = body.model === 'sim-slow' ? slowTokenMs : 0;
  if (body.stream) {
    const events = streamEvents(body.model, answer, body.n ?? 1);
    const breakAfter = body.model === 'sim-drop' ? Math.ceil(events.length / 2) : undefined;
    return respond(request, 200, events, { 'content-type': 'text/event-stream' }, tokenMs, breakAfter);
  }
  if (tokenMs > 0) await wait(tokenMs * answer.words.length, request.signal);
  return respond(
    request,
    200,
    [chatBody(body.model, answer, body.n ?? 1)],
    {},
    0,
    body.model === 'sim-drop' ? 0 : undefined,
  );
};

function hang(signal: AbortSignal): Promise<UpstreamResponse> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason as Error)), {
      once: true,
    });
  });
}

/** Plays chunks to the listener, one per turn or per `chunkMs`; honours pause and abort like a socket. */
function respond(
  request: UpstreamRequest,
  status: number,
  chunks: string[],
  headers: Record<string, string> = {},
  chunkMs = 0,
  breakAfter?: number,
): Promise<UpstreamResponse> {
  let paused = false;
  let ended = false;
  let abort = (_reason: Error) => {};
  let next = 0;
  let step = () => {};
  let timer: NodeJS.Timeout | undefined;
  const schedule = () => {
    if (!paused) timer = setTimeout(step, chunkMs);
  };
  const consume = (to: BodyListener) => {
    const end = (event: () => void) => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      request.signal.removeEventListener('abort', onAbort);
      event();
    };
    abort = (reason) => end(() => to.onError(reason));
    const onAbort = () => abort(request.signal.reason as Error);
    if (request.signal.aborted) return onAbort();
    request.signal.addEventListener('abort', onAbort, { once: true });
    step = () => {
      if (next === breakAfter)
        return end(() => to.onError(new UpstreamFault('broken', 'The connection to the provider broke.')));
      const chunk = chunks[next];
      if (chunk === undefined) return end(() => to.onEnd());
      next += 1;
      to.onData(Buffer.from(chunk));
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
const usageOf = ({ promptTokens, words }: SimulatedAnswer, choices: number) => ({
  prompt_tokens: promptTokens,
  completion_tokens: words.length * choices,
  total_tokens: promptTokens + words.length * choices,
});
const toolCallOf = (toolCall: object) => ({
  id: `call_${randomUUID()}`,
  type: 'function',
  function: toolCall,
});
const eachOf = (choices: number) => Array.from({ length: choices }, (_, index) => index);

function chatBody(model: string, answer: SimulatedAnswer, choices: number): string {
  const { toolCall, words, finishReason } = answer;
  const message = () =>
    toolCall
      ? { role: 'assistant', content: null, tool_calls: [toolCallOf(toolCall)] }
      : { role: 'assistant', content: words.join(' ') };
  return JSON.stringify({
    ...envelope(model, 'chat.completion'),
    choices: eachOf(choices).map((index) => ({
      index,
      message: message(),
      logprobs: null,
      finish_reason: finishReason,
    })),
    usage: usageOf(answer, choices),
  });
}

function streamEvents(model: string, answer: SimulatedAnswer, choices: number): string[] {
  const { toolCall, words, finishReason } = answer;
  const head = envelope(model, 'chat.completion.chunk');
  /** The same for every choice, one after another. */
  const events = (delta: () => object, reason: string | null = null) =>
    eachOf(choices).map(
      (index) =>
        `data: ${JSON.stringify({ ...head, choices: [{ index, delta: delta(), finish_reason: reason }] })}\n\n`,
    );
  const said = toolCall
    ? events(() => ({ tool_calls: [{ index: 0, ...toolCallOf(toolCall) }] }))
    : words.flatMap((word, index) => events(() => ({ content: index === 0 ? word : ` ${word}` })));
  return [
    ...events(() => ({ role: 'assistant', content: '' })),
    ...said,
    ...events(() => ({}), finishReason),
    `data: ${JSON.stringify({ ...head, choices: [], usage: usageOf(answer, choices) })}\n\n`,
    'data: [DONE]\n\n',
  ];
}

type EmbeddingOptions = { dimensions?: number; encoding_format?: 'float' | 'base64' };

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
      embedding: encode(simulateEmbedding(input, dimensions)),
    })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}
