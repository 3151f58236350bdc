import { field, listOf } from '../../lib/providers/json.ts';
import { type TokenCounts, toTokenCounts } from '../../lib/token-counts.ts';
import { countOf } from './count.ts';

/**
 * `usageMetadata` in Google's words: the prompt includes its cached part and leaves out what tools added.
 * Thoughts are beside the candidates, except where the total shows that they are among them.
 */
export function readGoogleUsage(usage: unknown): TokenCounts {
  const input = countOf(field(usage, 'promptTokenCount')) + countOf(field(usage, 'toolUsePromptTokenCount'));
  const candidates = countOf(field(usage, 'candidatesTokenCount'));
  const thoughts = countOf(field(usage, 'thoughtsTokenCount'));
  const total = countOf(field(usage, 'totalTokenCount'));
  const areAmongCandidates = total > 0n && total < input + candidates + thoughts;
  const ofPrompt = (modality: string) => tokensOf(field(usage, 'promptTokensDetails'), modality);
  const ofCache = (modality: string) => tokensOf(field(usage, 'cacheTokensDetails'), modality);
  const ofAnswer = (modality: string) => tokensOf(field(usage, 'candidatesTokensDetails'), modality);
  return toTokenCounts({
    input,
    cachedInput: countOf(field(usage, 'cachedContentTokenCount')),
    audioInput: without(ofPrompt('AUDIO'), ofCache('AUDIO')),
    imageInput: without(ofPrompt('IMAGE'), ofCache('IMAGE')),
    output: areAmongCandidates ? candidates : candidates + thoughts,
    reasoning: thoughts,
    audioOutput: ofAnswer('AUDIO'),
    imageOutput: ofAnswer('IMAGE'),
  });
}

function tokensOf(details: unknown, modality: string): bigint {
  return countOf(
    field(
      listOf(details).find((entry) => field(entry, 'modality') === modality),
      'tokenCount',
    ),
  );
}

const without = (tokens: bigint, cached: bigint) => (tokens > cached ? tokens - cached : 0n);
