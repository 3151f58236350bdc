import { formatCredits } from '../lib/credits.ts';
import type { Exchange, Relayed } from './call.ts';
import { upstreamError } from './errors.ts';
import { modelHeaders, send, sendError } from './reply.ts';
import { endOfStopped } from './stopped.ts';
import { errorOfAnswer, errorOfFault } from './upstream-errors.ts';
import type { UpstreamResponse } from './upstream/types.ts';
import { textsOfAnswer, usageOfBody } from './usage.ts';

const maxAnswerBytes = 64 * 1024 * 1024;

/** A whole answer: held until it is settled, then sent as it came, with its cost in a header. */
export async function relayJson(exchange: Exchange): Promise<Relayed> {
  const { incoming, provider, upstream } = exchange;
  const common = { provider, charged: true, firstTokenMs: null };
  let body: Buffer;
  try {
    body = await readWhole(upstream);
  } catch (fault) {
    const broken = { ...common, usage: null, outputTexts: () => [] };
    if (incoming.stopped.aborted) return { ...broken, ...endOfStopped(incoming) };
    const error = errorOfFault(fault);
    return {
      ...broken,
      outcome: 'error',
      status: error.status,
      errorCode: error.code,
      finish: () => sendError(incoming, error),
    };
  }
  const usage = usageOfBody(body);
  const refusal = usage ? null : errorOfAnswer(body);
  if (refusal)
    return {
      ...common,
      charged: false,
      usage,
      outputTexts: () => [],
      outcome: 'error',
      status: refusal.status,
      errorCode: refusal.code,
      finish: () => sendError(incoming, refusal),
    };
  const { response } = incoming;
  return {
    outcome: 'success',
    status: upstream.status,
    errorCode: null,
    usage,
    outputTexts: () => textsOfAnswer(body),
    finish({ costMicroCredits }) {
      const headers = modelHeaders(exchange);
      headers['content-type'] = upstream.headers['content-type'] ?? 'application/json';
      headers['x-litemaas-cost-credits'] = formatCredits(costMicroCredits);
      send(response, upstream.status, headers, body);
    },
    ...common,
  };
}

function readWhole(upstream: UpstreamResponse): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    upstream.consume({
      onData(chunk) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes <= maxAnswerBytes) return;
        upstream.abort();
        reject(upstreamError('The answer of the model server is too large.'));
      },
      onEnd: () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)),
      onError: reject,
    });
  });
}
