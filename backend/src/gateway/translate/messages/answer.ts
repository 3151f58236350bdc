import { randomUUID } from 'node:crypto';
import { anthropicUsageOf } from '../../dialects/anthropic.ts';
import { readUsage } from '../../dialects/index.ts';
import { noTokens } from '../../../lib/token-counts.ts';
import { isSet, objectOf, objectsOf } from '../json.ts';
import type { Body } from '../translation.ts';

const reasons: Record<string, string> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  function_call: 'tool_use',
  content_filter: 'refusal',
};

/** Why an answer ended, in Anthropic's words. */
export const stopReasonOf = (reason: unknown): string => reasons[String(reason)] ?? 'end_turn';

/** The head of a message. */
export const messageHead = ({ id, model }: Body): Body => ({
  id: typeof id === 'string' ? id : `msg_${randomUUID()}`,
  type: 'message',
  role: 'assistant',
  model,
});

/** A chat completion as a message of Anthropic's; null: it is none. */
export function messageAnswer(answer: Body): Body | null {
  const [choice] = objectsOf(answer.choices);
  if (!choice) return null;
  return {
    ...messageHead(answer),
    content: contentOf(objectOf(choice.message)),
    stop_reason: stopReasonOf(choice.finish_reason),
    stop_sequence: null,
    usage: anthropicUsageOf(readUsage('openai', answer.usage) ?? noTokens),
  };
}

function contentOf({ content, refusal, reasoning_content, reasoning, tool_calls }: Body): Body[] {
  const thought = reasoning_content ?? reasoning;
  const said = textOf(content) || textOf(refusal);
  return [
    // Nobody signed it: it is shown, and of no use to send again.
    ...(typeof thought === 'string' && thought !== ''
      ? [{ type: 'thinking', thinking: thought, signature: '' }]
      : []),
    ...(said === '' ? [] : [{ type: 'text', text: said, citations: null }]),
    ...objectsOf(tool_calls).map(({ id, function: called }) => {
      const { name, arguments: input } = objectOf(called);
      return { type: 'tool_use', id, name, input: inputOf(input) };
    }),
  ];
}

/** A content may come as parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return objectsOf(content)
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join('');
}

/** What a model wrote that is no JSON is given as what it is. */
function inputOf(input: unknown): unknown {
  if (!isSet(input) || input === '') return {};
  if (typeof input !== 'string') return input;
  try {
    return JSON.parse(input) as unknown;
  } catch {
    return input;
  }
}
