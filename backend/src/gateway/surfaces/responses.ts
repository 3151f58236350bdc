import { readUsage } from '../dialects/index.ts';
import { invalidRequest } from '../errors.ts';
import { likelyInputTokens, mostInputTokens } from '../input-text.ts';
import type { Surface } from '../surface.ts';
import { readBounds, readThinking } from './chat-bounds.ts';
import { isTrue, requireModelName } from './fields.ts';
import { isClientsTool, readItems, sizeOfItems, textsOfItems } from './responses-input.ts';
import { textsOfOutput } from './responses-said.ts';
import { responsesErrors, responsesStream } from './responses-stream.ts';
import { refuseServersTools } from './tools.ts';

/** OpenAI responses, JSON or as a stream of typed events. LiteMaaS keeps none; a provider may. */
export const responsesSurface: Surface = {
  name: 'responses',
  upstreamPath: 'responses',
  mayFallBack: true,
  // What the provider has kept is input that the body does not have: the whole context is held for it.
  ownFields: new Set(['previous_response_id']),
  boundField: () => 'max_output_tokens',
  linksResponses: true,
  answer: {
    read: ({ valueOf, isList }) => ({
      usage: readUsage('openai', valueOf('usage')),
      error: valueOf('error') ?? null,
      hasContent: isList('output') && !failedStatuses.has(valueOf('status')),
    }),
    textsOf: ({ output }) => textsOfOutput(output),
  },
  stream: responsesStream,
  errors: responsesErrors,
  understand(body, bodyBytes) {
    refuseOthersWork(body);
    const items = readItems(body.input);
    const size = sizeOfItems(items);
    const { boundFields, outputTokensMost } = readBounds(body);
    const beside = [body.instructions, body.tools, body.text];
    return {
      modelName: requireModelName(body),
      stream: isTrue(body, 'stream'),
      wantsUsage: true,
      streamOptions: null,
      inputTokensMost: mostInputTokens(size, bodyBytes),
      inputTokensLikely: likelyInputTokens([items, beside], size.mediaBytes),
      mediaTokensMost: size.mediaTokensMost,
      images: BigInt(size.images),
      inputField: 'input',
      unboundedPart:
        size.unboundedPart ?? (body.previous_response_id == null ? null : 'previous_response_id'),
      boundFields,
      outputTokensMost,
      besideTokensMost: readThinking(body),
      chargedParts: ['inputPerMillion', 'outputPerMillion'],
      choices: 1n,
      countInput: async ({ count, perMessage, perReply }) =>
        (await count(textsOf(items, beside))) + BigInt(size.messageCount) * perMessage + perReply,
    };
  },
};

const failedStatuses: ReadonlySet<unknown> = new Set(['failed', 'cancelled', 'queued', 'in_progress']);

/**
 * What runs after the answer, or reads and adds what nobody bounds, and what lies at the provider in the
 * operator's account, and so belongs to no client. @throws 400
 */
function refuseOthersWork(body: Record<string, unknown>): void {
  refuseServersTools(body.tools, isClientsTool);
  if (isTrue(body, 'background'))
    throw invalidRequest(
      '"background" is not supported: answers come with the call, or as its stream.',
      'background',
    );
  for (const name of ['conversation', 'prompt', 'context_management'])
    if (body[name] !== undefined && body[name] !== null)
      throw invalidRequest(`"${name}" is not supported: send the whole input with the call.`, name);
}

function* textsOf(items: Record<string, unknown>[], [instructions, ...others]: unknown[]): Generator<string> {
  if (typeof instructions === 'string') yield instructions;
  yield* textsOfItems(items);
  for (const value of others) if (value !== undefined && value !== null) yield JSON.stringify(value);
}
