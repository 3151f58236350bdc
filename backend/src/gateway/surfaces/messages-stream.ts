import { formatCredits } from '../../lib/credits.ts';
import { field } from '../../lib/providers/json.ts';
import type { TokenCounts } from '../../lib/token-counts.ts';
import type { Settled } from '../call.ts';
import { anthropicUsageOf, laterAnthropicCounts } from '../dialects/anthropic.ts';
import { readUsage } from '../dialects/index.ts';
import type { Chunk, Sign, StreamShape } from '../surface.ts';
import { messagesErrors } from './messages-errors.ts';
import { createMessagesSaid, type MessagesSaid } from './messages-said.ts';

const event = (chunk: Chunk & { type: string }) => `event: ${chunk.type}\ndata: ${JSON.stringify(chunk)}\n\n`;

const sign = (usage: TokenCounts | null, waits: boolean, isLast: boolean): Sign => ({
  failure: null,
  usage,
  waits,
  isLast,
});

/**
 * Streams of messages, block by block. Usage begins with the first event and is whole in the last `message_delta`,
 * which waits until the call is settled: the client reads the cost there.
 */
export const messagesStream: StreamShape<MessagesSaid> = {
  moreThanText: /"type"\s*:\s*"(message_(start|delta|stop)|error)"|"error"\s*:\s*\{/,
  endMark: null,
  look(chunk, counted) {
    const { type, error } = chunk;
    if (type === 'message_start')
      return sign(readUsage('anthropic', field(chunk.message, 'usage')), false, false);
    if (type === 'message_delta') return sign(laterAnthropicCounts(counted, chunk.usage), true, false);
    if (type === 'message_stop') return sign(null, true, true);
    // LiteLLM gives errors in OpenAI's words here, too.
    if (type === 'error' || (type === undefined && error))
      return { failure: error ?? chunk, usage: null, waits: true, isLast: true };
    return null;
  },
  createSaid: createMessagesSaid,
  lastEvents({ settled, isCutShort, heldChunk }, said) {
    if (isCutShort) {
      const open = said().openBlocks();
      const usage = withCost(null, settled);
      return [
        ...open.map((index) => event({ type: 'content_block_stop', index })),
        event({ type: 'message_delta', delta: { stop_reason: 'max_tokens', stop_sequence: null }, usage }),
        event({ type: 'message_stop' }),
      ].join('');
    }
    const isUsage = heldChunk?.type === 'message_delta';
    const usage = isUsage
      ? event({ ...heldChunk, type: 'message_delta', usage: withCost(heldChunk.usage, settled) })
      : '';
    return usage + event({ type: 'message_stop' });
  },
  errorEvents: messagesErrors.event,
};

/** Usage with what it cost, and with our counts where the upstream has none or wrong ones. */
function withCost(usage: unknown, { tokens, estimated, costMicroCredits }: Settled): object {
  return {
    ...(estimated || !usage ? anthropicUsageOf(tokens) : usage),
    cost_credits: formatCredits(costMicroCredits),
  };
}
