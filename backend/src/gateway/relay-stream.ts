import { formatCredits } from '../lib/credits.ts';
import type { Exchange, Relayed, Settled } from './call.ts';
import { modelHeaders, sendErrorEvent } from './reply.ts';
import { endOfStopped } from './stopped.ts';
import { createStreamReader, type StreamReader } from './stream-reader.ts';
import { errorOfBreak, errorOfEvent } from './upstream-errors.ts';

const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Proxies on the way must neither hold chunks back nor change them.
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};
const doneEvent = 'data: [DONE]\n\n';

/** A stream: events go on as they come; the usage chunk and the end mark wait until the call is settled. */
export async function relayStream(exchange: Exchange): Promise<Relayed> {
  const { gateway, incoming, understood, provider, upstream } = exchange;
  const { response } = incoming;
  // A paused upstream has no time limit of its own, so a client that stops reading needs one.
  let stalled: NodeJS.Timeout | undefined;
  const pause = () => {
    upstream.pause();
    stalled ??= setTimeout(() => response.destroy(), gateway.upstreams.timeouts.stalledClientMs);
  };
  const resume = () => {
    clearTimeout(stalled);
    stalled = undefined;
    upstream.resume();
  };
  let hasBegun = false;
  const reader = createStreamReader((bytes) => {
    hasBegun = true;
    if (!response.write(bytes)) pause();
  });
  response.on('drain', resume);
  response.writeHead(200, Object.assign(modelHeaders(exchange), streamHeaders));
  const reading = readAll(exchange, reader);
  // Bytes that came with the upstream's head have taken ours with them, in one write.
  if (!hasBegun) response.flushHeaders();
  const { fault, firstTokenMs } = await reading;
  clearTimeout(stalled);
  response.off('drain', resume);

  const common = {
    provider,
    charged: true,
    usage: reader.usage(),
    outputTexts: reader.textsSaid,
    firstTokenMs,
  };
  if (fault && incoming.stopped.aborted) return { ...common, ...endOfStopped(incoming) };
  const failure = reader.failure();
  if (fault || failure || !reader.ended()) {
    const error = failure ? errorOfEvent(failure) : errorOfBreak(fault);
    return {
      ...common,
      // An error in place of an answer is a refusal, whatever the status was.
      charged: !failure || common.usage !== null || reader.textsSaid().length > 0,
      outcome: 'error',
      status: 200,
      errorCode: error.code,
      finish: () => sendErrorEvent(incoming, error),
    };
  }
  return {
    outcome: 'success',
    status: 200,
    errorCode: null,
    finish: (settled) =>
      void response.end((understood.wantsUsage ? usageEvent(reader, settled) : '') + doneEvent),
    ...common,
  };
}

/** Reads to the end, or to the fault that ended it. */
async function readAll(
  { upstream, incoming }: Exchange,
  reader: StreamReader,
): Promise<{ fault: Error | null; firstTokenMs: number | null }> {
  let firstTokenMs: number | null = null;
  const fault = await new Promise<Error | null>((resolve) => {
    upstream.consume({
      onData(chunk) {
        // Comments that keep the connection alive say nothing.
        if (firstTokenMs === null && chunk.includes('data:'))
          firstTokenMs = performance.now() - incoming.startedMs;
        reader.push(chunk);
      },
      onEnd: () => resolve(null),
      onError: resolve,
    });
  });
  reader.close();
  return { fault, firstTokenMs };
}

/** The last chunk of a stream that asked for usage: the upstream's own, or one of ours where it sent none or a wrong one. */
function usageEvent(reader: StreamReader, { tokens, estimated, costMicroCredits }: Settled): string {
  const upstreamChunk = reader.usageChunk();
  const counted = {
    prompt_tokens: Number(tokens.input),
    completion_tokens: Number(tokens.output),
    total_tokens: Number(tokens.input + tokens.output),
    ...(tokens.cachedInput > 0n && { prompt_tokens_details: { cached_tokens: Number(tokens.cachedInput) } }),
  };
  const usage = {
    ...(estimated || !upstreamChunk ? counted : (upstreamChunk.usage as object)),
    cost_credits: formatCredits(costMicroCredits),
  };
  return `data: ${JSON.stringify({ ...(upstreamChunk ?? { ...reader.head(), choices: [] }), usage })}\n\n`;
}
