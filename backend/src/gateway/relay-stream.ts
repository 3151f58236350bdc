import { formatCredits } from '../lib/credits.ts';
import { clientClosedRequest, type Exchange, type Relayed } from './call.ts';
import { upstreamError } from './errors.ts';
import { errorBody, modelHeaders } from './reply.ts';
import { createStreamReader } from './stream-reader.ts';
import type { TokenCounts } from './price.ts';

const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Proxies on the way must neither hold chunks back nor change them.
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};
const doneEvent = 'data: [DONE]\n\n';

/** A stream: events go on as they come; the usage chunk and the end mark wait until the call is settled. */
export async function relayStream({
  incoming,
  understood,
  permitted,
  provider,
  upstream,
}: Exchange): Promise<Relayed> {
  const { response, requestId, clientGone, startedMs } = incoming;
  let firstTokenMs: number | null = null;
  const reader = createStreamReader((bytes) => {
    if (!response.write(bytes)) upstream.pause();
  });
  response.on('drain', upstream.resume);
  response.writeHead(200, {
    ...streamHeaders,
    ...modelHeaders(requestId, permitted.model.name, provider.name),
  });
  response.flushHeaders();

  const fault = await new Promise<Error | null>((resolve) => {
    upstream.consume({
      onData(chunk) {
        firstTokenMs ??= performance.now() - startedMs;
        reader.push(chunk);
      },
      onEnd: () => resolve(null),
      onError: resolve,
    });
  });
  reader.close();
  response.off('drain', upstream.resume);

  const usage = reader.usage();
  const common = {
    provider,
    charged: true,
    usage,
    estimated: usage === null,
    outputText: reader.textSaid,
    firstTokenMs,
  };
  if (fault && clientGone.aborted)
    return { ...common, outcome: 'aborted', status: clientClosedRequest, errorCode: null, finish: () => {} };
  if (fault || reader.failed()) {
    const error = upstreamError('The model server broke off in the middle of its answer.');
    return {
      ...common,
      outcome: 'error',
      status: 200,
      errorCode: error.code,
      finish: () => void response.end(reader.failed() ? '' : `data: ${errorBody(error)}\n\n`),
    };
  }
  return {
    ...common,
    outcome: 'success',
    status: 200,
    errorCode: null,
    finish(costMicroCredits, tokens) {
      response.end(
        (understood.wantsUsage ? usageEvent(reader.usageChunk(), tokens, costMicroCredits) : '') + doneEvent,
      );
    },
  };
}

/** The last chunk of a stream that asked for usage: the upstream's own, or one of ours where it sent none. */
function usageEvent(
  upstreamChunk: Record<string, unknown> | null,
  tokens: TokenCounts,
  costMicroCredits: bigint,
): string {
  const chunk = upstreamChunk ?? { object: 'chat.completion.chunk', choices: [] };
  const counted = {
    prompt_tokens: Number(tokens.input),
    completion_tokens: Number(tokens.output),
    total_tokens: Number(tokens.input + tokens.output),
  };
  const usage = { ...(upstreamChunk?.usage ?? counted), cost_credits: formatCredits(costMicroCredits) };
  return `data: ${JSON.stringify({ ...chunk, usage })}\n\n`;
}
