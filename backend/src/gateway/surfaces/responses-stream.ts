import { formatCredits } from '../../lib/credits.ts';
import { field } from '../../lib/providers/json.ts';
import type { Settled } from '../call.ts';
import { readUsage } from '../dialects/index.ts';
import type { GatewayError } from '../errors.ts';
import type { Chunk, ErrorShape, StreamShape } from '../surface.ts';
import { openaiErrors } from './openai-errors.ts';
import { createResponsesSaid, type ResponsesSaid } from './responses-said.ts';

/** Errors are OpenAI's; in a stream they are events of their own type, with the members at both places where clients look. */
export const responsesErrors: ErrorShape = {
  body: openaiErrors.body,
  event: (error) => errorEvent(error, {}),
};

function errorEvent({ message, code, param, type, details }: GatewayError, more: object): string {
  const error = { type, code, message, param, ...(details && { details }) };
  return event({ type: 'error', code, message, param, error, ...more });
}

const event = (chunk: Chunk & { type: unknown }) =>
  `event: ${String(chunk.type)}\ndata: ${JSON.stringify(chunk)}\n\n`;

/**
 * Streams of typed events. The last one has the whole answer with its usage, and waits until the call is settled:
 * the client reads the cost there.
 */
export const responsesStream: StreamShape<ResponsesSaid> = {
  moreThanText: /"type"\s*:\s*"(response\.(completed|incomplete|failed|cancelled)|error)"|"error"\s*:\s*\{/,
  endMark: null,
  look(chunk) {
    const { type, response } = chunk;
    const usage = readUsage('openai', field(response, 'usage'));
    if (type === 'response.completed' || type === 'response.incomplete')
      return { failure: null, usage, waits: true, isLast: true };
    if (type === 'response.failed' || type === 'response.cancelled')
      return { failure: field(response, 'error') ?? {}, usage, waits: true, isLast: true };
    if (type === 'error') return { failure: chunk.error ?? chunk, usage: null, waits: true, isLast: true };
    // No event of this API: an error the way other streams have it, or a whole answer.
    if (type !== undefined) return null;
    return {
      failure: chunk.error ?? null,
      usage: readUsage('openai', chunk.usage),
      waits: true,
      isLast: true,
    };
  },
  createSaid: createResponsesSaid,
  lastEvents({ settled, isCutShort, heldChunk }, said) {
    if (heldChunk && !isCutShort)
      return event({ ...heldChunk, type: heldChunk.type, response: withCost(heldChunk.response, settled) });
    const cut = {
      ...said().response(),
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    };
    return event({
      type: 'response.incomplete',
      sequence_number: said().nextNumber(),
      response: withCost(cut, { ...settled, estimated: true }),
    });
  },
  errorEvents(error, said) {
    const sequence_number = said().nextNumber();
    if (!said().hasFailed()) return errorEvent(error, { sequence_number });
    const { message } = error;
    const response = { ...said().response(), status: 'failed', error: { code: 'server_error', message } };
    return event({ type: 'response.failed', sequence_number, response });
  },
};

/** An answer with what it cost, and with our counts where the upstream has none or wrong ones. */
function withCost(response: unknown, { tokens, estimated, costMicroCredits }: Settled): Chunk {
  const own = field(response, 'usage');
  const counted = {
    input_tokens: Number(tokens.input),
    input_tokens_details: { cached_tokens: Number(tokens.cachedInput) },
    output_tokens: Number(tokens.output),
    output_tokens_details: { reasoning_tokens: Number(tokens.reasoning) },
    total_tokens: Number(tokens.input + tokens.output),
  };
  const usage = { ...(estimated || !own ? counted : own), cost_credits: formatCredits(costMicroCredits) };
  return { ...(response as Chunk), usage };
}
