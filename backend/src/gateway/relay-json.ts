import { formatCredits } from '../lib/credits.ts';
import { readAnswer, textsOfAnswer } from './answer.ts';
import type { Exchange, Relayed } from './call.ts';
import { type GatewayError, upstreamError } from './errors.ts';
import { createJsonScan } from './json-scan.ts';
import { createJoinedBytes } from './kept-bytes.ts';
import { modelHeaders, send, sendError } from './reply.ts';
import { endOfStopped } from './stopped.ts';
import type { Answer } from './surface.ts';
import { errorOfBreak, errorOfEvent, errorOfFault } from './upstream-errors.ts';
import type { UpstreamResponse } from './upstream/types.ts';

const maxAnswerBytes = 64 * 1024 * 1024;
const openingBrace = 0x7b;
/** What an answer without usage says is counted up to here, and beyond it guessed from its bytes. */
const countedBytesMost = 4 * 1024 * 1024;

/** A whole answer: held until it is settled, then sent as it came, with its cost in a header. */
export async function relayJson(exchange: Exchange): Promise<Relayed> {
  const { incoming, upstream } = exchange;
  const shape = incoming.surface.answer;
  const scan = createJsonScan();
  let body: Buffer;
  try {
    body = await readWhole(upstream, scan.push);
  } catch (fault) {
    if (incoming.stopped.aborted) return { ...said(exchange), ...endOfStopped(incoming) };
    return failed(exchange, errorOfFault(fault), true);
  }
  const answer = readAnswer(body, scan, shape);
  if (!answer && body[0] === openingBrace) return failed(exchange, errorOfBreak(null), true);
  if (!answer?.hasContent) return failed(exchange, errorOf(exchange, answer), answer?.usage != null, answer);
  return {
    provider: exchange.provider,
    charged: true,
    usage: answer.usage,
    saidMore: false,
    outputTexts: () => (body.length > countedBytesMost ? [] : textsOfAnswer(body, shape)),
    unreadBytes: body.length > countedBytesMost ? body.length : 0,
    units: answer.units,
    isCutShort: false,
    firstTokenMs: null,
    outcome: 'success',
    status: 200,
    errorCode: null,
    finish({ costMicroCredits }) {
      const headers = modelHeaders(exchange);
      // As what it is: whatever the upstream calls it.
      headers['content-type'] = 'application/json';
      headers['x-litemaas-cost-credits'] = formatCredits(costMicroCredits);
      send(incoming.response, 200, headers, body);
    },
  };
}

/** What is not an answer is an error, whatever its status: some servers give theirs with 200. */
function errorOf({ provider }: Exchange, answer: Answer | null): GatewayError {
  return answer && answer.error !== null
    ? errorOfEvent(answer.error, provider)
    : upstreamError('The model server sent no answer.');
}

/** Nothing goes to the client but an error. What the upstream counts is charged all the same. */
function failed(exchange: Exchange, error: GatewayError, charged: boolean, answer?: Answer | null): Relayed {
  return {
    ...said(exchange, answer),
    charged,
    outcome: 'error',
    status: error.status,
    errorCode: error.code,
    finish: () => sendError(exchange.incoming, error),
  };
}

function said({ provider }: Exchange, answer?: Answer | null) {
  return {
    provider,
    charged: true,
    usage: answer?.usage ?? null,
    saidMore: false,
    outputTexts: () => [],
    unreadBytes: 0,
    isCutShort: false,
    firstTokenMs: null,
  };
}

/** The whole body of an answer. @throws what broke it off, upstream_error when it is too large */
export function readWhole(upstream: UpstreamResponse, look: (chunk: Buffer) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const joined = createJoinedBytes();
    let bytes = 0;
    upstream.consume({
      onData(chunk) {
        bytes += chunk.length;
        if (bytes > maxAnswerBytes) {
          upstream.abort();
          reject(upstreamError('The answer of the model server is too large.'));
          return;
        }
        look(chunk);
        joined.add(chunk);
      },
      onEnd: () => resolve(joined.bytes()),
      onError: reject,
    });
  });
}
