import { formatCredits } from '../lib/credits.ts';
import { createAnswerReader, textsOfAnswer } from './answer.ts';
import type { Exchange, Relayed } from './call.ts';
import { type GatewayError, upstreamError } from './errors.ts';
import { endOfError, relayedWith, success } from './relayed.ts';
import { modelHeaders, send } from './reply.ts';
import { endOfStopped } from './stopped.ts';
import type { Answer } from './surface.ts';
import { errorOfBreak, errorOfEvent, errorOfFault } from './upstream-errors.ts';
import { readWhole } from './upstream/whole-body.ts';

const openingBrace = 0x7b;
/** What an answer without usage says is counted up to here, and beyond it guessed from its bytes. */
const countedBytesMost = 4 * 1024 * 1024;

/** A whole answer: held until it is settled, then sent as it came, with its cost in a header. */
export async function relayJson(exchange: Exchange): Promise<Relayed> {
  const { incoming, provider, upstream } = exchange;
  const shape = incoming.surface.answer;
  const reader = createAnswerReader(shape);
  let body: Buffer;
  try {
    body = await readWhole(upstream, reader.look);
  } catch (fault) {
    if (incoming.stopped.aborted) return relayedWith(endOfStopped(incoming), provider, true);
    return failed(exchange, errorOfFault(fault), true);
  }
  const answer = reader.read(body);
  if (!answer && body[0] === openingBrace) return failed(exchange, errorOfBreak(null), true);
  if (!answer?.hasContent) return failed(exchange, errorOf(exchange, answer), answer?.usage != null, answer);
  const isUnread = body.length > countedBytesMost;
  const ending = success(({ costMicroCredits }) => {
    const headers = modelHeaders(exchange);
    // As what it is: whatever the upstream calls it.
    headers['content-type'] = 'application/json';
    headers['x-litemaas-cost-credits'] = formatCredits(costMicroCredits);
    send(incoming.response, 200, headers, body);
  });
  return relayedWith(ending, provider, true, {
    usage: answer.usage,
    outputTexts: () => (isUnread ? [] : textsOfAnswer(body, shape)),
    unreadBytes: isUnread ? body.length : 0,
    units: answer.units,
  });
}

/** What is not an answer is an error, whatever its status: some servers give theirs with 200. */
function errorOf({ provider }: Exchange, answer: Answer | null): GatewayError {
  return answer && answer.error !== null
    ? errorOfEvent(answer.error, provider)
    : upstreamError('The model server sent no answer.');
}

/** Nothing goes to the client but an error. What the upstream counts is charged all the same. */
function failed(exchange: Exchange, error: GatewayError, charged: boolean, answer?: Answer | null): Relayed {
  const { incoming, provider } = exchange;
  return relayedWith(endOfError(incoming, error), provider, charged, {
    usage: answer?.usage,
    units: answer?.units,
  });
}
