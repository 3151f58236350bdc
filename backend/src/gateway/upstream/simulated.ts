import {
  type BodyListener,
  type Transport,
  UpstreamFault,
  type UpstreamRequest,
  type UpstreamResponse,
} from './types.ts';
import type { StopSignal } from '../stop-signal.ts';
import { simulateChat } from './simulated-answer.ts';
import {
  chatBody,
  type EmbeddingInput,
  type EmbeddingOptions,
  embeddingsBody,
  error,
  mostDimensions,
  refusal,
  streamEvents,
} from './simulated-bodies.ts';

const slowTokenMs = 20;
const embeddingsModel = 'sim-embed';

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
    n?: number | null;
    input?: EmbeddingInput;
  } & EmbeddingOptions;
  if (body.model === 'sim-fail-500')
    return respond(request, 500, [error('The simulated model always fails.')]);
  if (body.model === 'sim-fail-429')
    return respond(request, 429, [error('The simulated model is always busy.')], { 'retry-after': '1' });
  if (body.model === 'sim-hang') return hang(request.signal);
  if ((request.path === 'embeddings') !== (body.model === embeddingsModel))
    return respond(request, 400, [refusal(body.model, request.path)]);
  if (request.path === 'embeddings') {
    const { dimensions } = body;
    if (
      dimensions != null &&
      !(Number.isInteger(dimensions) && dimensions > 0 && dimensions <= mostDimensions)
    )
      return respond(request, 400, [
        error(`"dimensions" must be a whole number from 1 to ${mostDimensions}.`, 'invalid_request_error'),
      ]);
    return respond(request, 200, [embeddingsBody(body.model, body.input ?? '', body)]);
  }
  const answer = simulateChat(body as Parameters<typeof simulateChat>[0]);
  const choices = body.n ?? 1;
  const tokenMs = body.model === 'sim-slow' ? slowTokenMs : 0;
  if (body.stream) {
    const events = streamEvents(body.model, answer, choices);
    const half = Math.ceil((choices * (answer.words.length + 2) + 2) / 2);
    const breakAfter = body.model === 'sim-drop' ? half : undefined;
    return respond(request, 200, events, { 'content-type': 'text/event-stream' }, tokenMs, breakAfter);
  }
  if (tokenMs > 0) await wait(tokenMs * answer.words.length, request.signal);
  return respond(
    request,
    200,
    [chatBody(body.model, answer, choices)],
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
