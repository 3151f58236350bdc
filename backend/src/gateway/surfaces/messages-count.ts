import { tokenCounterFor } from '../count-tokens.ts';
import type { Surface } from '../surface.ts';
import { inputOnly } from './input-only.ts';
import { messagesErrors } from './messages-errors.ts';
import { readMessages, speaksMessages } from './messages.ts';

/** How many tokens the input of messages has: providers that count it are asked, for all others it is counted here. */
export const messagesCountSurface: Surface = {
  name: 'messages.count_tokens',
  upstreamPath: 'messages/count_tokens',
  // Another model counts otherwise.
  mayFallBack: false,
  ownFields: new Set(),
  boundField: null,
  translationFor: () => null,
  answerHere: ({ countInput }, kind) =>
    speaksMessages(kind)
      ? null
      : tokenCounterFor(kind)
          .then(countInput)
          .then((tokens) => ({ input_tokens: Number(tokens) })),
  isFree: true,
  requestIdHeader: 'request-id',
  answer: {
    read: ({ valueOf }) => ({
      usage: null,
      error: valueOf('error') ?? null,
      hasContent: typeof valueOf('input_tokens') === 'number',
    }),
    textsOf: () => [],
  },
  stream: null,
  errors: messagesErrors,
  understand: (body, bodyBytes) => ({ ...readMessages(body, bodyBytes), ...inputOnly }),
};
