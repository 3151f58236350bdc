import type { TokenCounts } from '../../lib/token-counts.ts';
import type { AnswerMembers, Surface } from '../surface.ts';
import { openaiErrors } from './openai-errors.ts';

/**
 * What surfaces have in common whose answer is a list without tokens of its own, and comes as a whole. What one
 * model says there has nothing to do with what another one does.
 * @param list the member that is there in every answer
 */
export const listAnswer = (
  list: string,
  usageOf: (valueOf: AnswerMembers['valueOf']) => TokenCounts | null,
): Pick<Surface, 'mayFallBack' | 'ownFields' | 'boundField' | 'answer' | 'stream' | 'errors'> => ({
  mayFallBack: false,
  ownFields: new Set(),
  boundField: null,
  answer: {
    read: ({ valueOf, isList }) => ({
      usage: usageOf(valueOf),
      error: valueOf('error') ?? null,
      hasContent: isList(list),
    }),
    textsOf: () => [],
  },
  stream: null,
  errors: openaiErrors,
});
