import {
  type BodyListener,
  type Transport,
  UpstreamFault,
  type UpstreamRequest,
  type UpstreamResponse,
} from './types.ts';
import type { StopSignal } from '../stop-signal.ts';
import { fieldsOf, readForm } from '../form/index.ts';
import { chatSpeech } from './simulated-chat.ts';
import { completionsSpeech } from './simulated-completions.ts';
import { simulateList } from './simulated-lists.ts';
import { simulatedMedia } from './simulated-media.ts';
import { messagesSpeech, simulateTokenCount } from './simulated-messages.ts';
import { responsesSpeech } from './simulated-responses.ts';
import type { SimulatedSpeech } from './simulated-answer.ts';

const slowTokenMs = 20;
const error = (message: string, type = 'api_error') =>
  JSON.stringify({ error: { message, type, param: null, code: null } });

/** Models that do one thing, and what the others are asked for in which words. */
const ownModels: Record<string, string> = {
  embeddings: 'sim-embed',
  moderations: 'sim-moderation',
  rerank: 'sim-rerank',
  'images/generations': 'sim-image',
  'images/edits': 'sim-image',
  'audio/speech': 'sim-audio',
  'audio/transcriptions': 'sim-audio',
  'audio/translations': 'sim-audio',
};
const speeches: Record<string, SimulatedSpeech> = {
  'chat/completions': chatSpeech,
  completions: completionsSpeech,
  messages: messagesSpeech,
  responses: responsesSpeech,
};

const refusal = (model: string, path: string) =>
  error(`The model "${model}" is not for /v1/${path}.`, 'invalid_request_error');

/**
 * The simulated provider: an upstream in this process, for demo and tests. It speaks the OpenAI shape, so
 * that everything but the socket is the same as for a real one.
 */
export const simulatedTransport: Transport = async (request) => {
  request.signal.throwIfAborted();
  request.onSent();
  const body = readBody(request);
  if (body.model === 'sim-fail-500')
    return respond(request, 500, [error('The simulated model always fails.')]);
  if (body.model === 'sim-fail-429')
    return respond(request, 429, [error('The simulated model is always busy.')], { 'retry-after': '1' });
  if (body.model === 'sim-hang') return hang(request.signal);
  if (request.path === 'messages/count_tokens')
    return respond(request, 200, [JSON.stringify(simulateTokenCount(body))]);
  const speech = speeches[request.path];
  const isOther = speech
    ? Object.values(ownModels).includes(body.model)
    : ownModels[request.path] !== body.model;
  if (isOther) return respond(request, 400, [refusal(body.model, request.path)]);
  const media = simulatedMedia[request.path]?.(body);
  if (media) return respond(request, 200, media.chunks, { 'content-type': media.contentType });
  if (!speech) {
    const answer = simulateList(request.path, body);
    return typeof answer === 'string'
      ? respond(request, 400, [error(answer, 'invalid_request_error')])
      : respond(request, 200, [JSON.stringify(answer)]);
  }
  const spoken = speech(body);
  const tokenMs = body.model === 'sim-slow' ? slowTokenMs : 0;
  const drops = body.model === 'sim-drop';
  if (body.stream) {
    const breakAfter = drops ? Math.ceil(spoken.eventCount / 2) : undefined;
    const headers = { 'content-type': 'text/event-stream' };
    return respond(request, 200, spoken.events(), headers, tokenMs, breakAfter);
  }
  if (tokenMs > 0) await wait(tokenMs * spoken.wordCount, request.signal);
  return respond(request, 200, [JSON.stringify(spoken.body())], {}, 0, drops ? 0 : undefined);
};

type Body = Record<string, unknown> & { model: string; stream?: boolean };

function readBody({ body, contentType }: UpstreamRequest): Body {
  const isForm = contentType?.startsWith('multipart/') ?? false;
  return (isForm ? fieldsOf(readForm(body, contentType)) : JSON.parse(body.toString())) as Body;
}

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
  chunks: Iterable<string | Buffer>,
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
      to.onData(typeof next.value === 'string' ? Buffer.from(next.value) : next.value);
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
