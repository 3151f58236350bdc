import type { TokenCounts } from '../../lib/token-counts.ts';
import { readAnthropicUsage } from './anthropic.ts';
import { readGoogleUsage } from './google.ts';
import { readOpenaiUsage } from './openai.ts';

/** Whose words an answer states its usage in. */
export type Dialect = 'openai' | 'anthropic' | 'google';

const readers: Record<Dialect, (usage: unknown) => TokenCounts> = {
  openai: readOpenaiUsage,
  anthropic: readAnthropicUsage,
  google: readGoogleUsage,
};

/**
 * The token counts that a `usage` gives; null when it gives none. All zero is none as well: nothing that was
 * answered had no input.
 */
export function readUsage(dialect: Dialect, usage: unknown): TokenCounts | null {
  const counts = readers[dialect](usage);
  return counts.input === 0n && counts.output === 0n ? null : counts;
}
