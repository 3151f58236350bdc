import { readUsage } from '../dialects/index.ts';
import type { AnswerShape } from '../surface.ts';
import { createChoicesSaid } from './choices-said.ts';

/** Whole answers in choices, as chat and the older completions have them. */
export const choicesAnswer: AnswerShape = {
  read: ({ valueOf, isList }) => ({
    usage: readUsage('openai', valueOf('usage')),
    error: valueOf('error') ?? null,
    hasContent: isList('choices'),
  }),
  textsOf({ choices }) {
    const said = createChoicesSaid();
    said.add(choices);
    return said.texts();
  },
};
