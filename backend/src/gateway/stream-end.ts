import { formatCredits } from '../lib/credits.ts';
import type { Settled } from './call.ts';
import type { StreamReader } from './stream-reader.ts';

export const doneEvent = 'data: [DONE]\n\n';

/** The last chunk of a stream that asked for usage: the upstream's own, or one of ours where it sent none or a wrong one. */
export function usageEvent(reader: StreamReader, { tokens, estimated, costMicroCredits }: Settled): string {
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

/** The end of an answer that was stopped for its length, in place of the upstream's own. */
export function cutShortEvents(reader: StreamReader): string {
  const choices = reader.choiceIndexes().map((index) => ({ index, delta: {}, finish_reason: 'length' }));
  return `data: ${JSON.stringify({ ...reader.head(), choices })}\n\n`;
}
