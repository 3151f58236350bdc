import { isSet, objectOf, objectsOf, withoutGaps } from '../json.ts';
import { cannotSay, wordOf } from '../refuse.ts';
import type { Body } from '../translation.ts';
import { chatMessagesOf } from './messages.ts';

/** Fields that say nothing of the answer, or that the request has otherwise by now. */
const silent = [
  'system',
  'messages',
  'tools',
  'tool_choice',
  'stop_sequences',
  'thinking',
  'output_config',
  'metadata',
  'cache_control',
  'diagnostics',
];

/** A request for messages as one for chat completions; fields that neither API knows go on. @throws 400 */
export function chatRequest(body: Body): Body {
  const { disable_parallel_tool_use: isOneByOne } = objectOf(body.tool_choice);
  const rest = Object.entries(body).filter(([name]) => !silent.includes(name));
  return withoutGaps({
    ...Object.fromEntries(rest),
    messages: chatMessagesOf(body.system, body.messages),
    stop: isSet(body.stop_sequences) ? body.stop_sequences : undefined,
    stream_options: body.stream === true ? { include_usage: true } : undefined,
    tools: toolsOf(body.tools),
    tool_choice: toolChoiceOf(body.tool_choice),
    parallel_tool_calls: isOneByOne === true ? false : undefined,
    reasoning_effort: effortOf(body),
    response_format: formatOf(body),
    user: userOf(body) ?? body.user,
  });
}

/** @throws 400 for those that only Anthropic has defined */
function toolsOf(tools: unknown): Body[] | undefined {
  if (!isSet(tools)) return undefined;
  return objectsOf(tools).map(({ type, name, description, input_schema, strict }) => {
    if (isSet(type) && type !== 'custom') throw cannotSay('tools', `tools of the type ${wordOf(type)}`);
    const called = { name, description: description ?? undefined, parameters: input_schema };
    return {
      type: 'function',
      function: withoutGaps({ ...called, strict: strict === true ? true : undefined }),
    };
  });
}

/** Whose call it is: both APIs know that. */
function userOf({ metadata }: Body): string | undefined {
  const { user_id: id } = objectOf(metadata);
  return typeof id === 'string' ? id : undefined;
}

const choices: Record<string, string> = { auto: 'auto', any: 'required', none: 'none' };

function toolChoiceOf(choice: unknown): unknown {
  if (!isSet(choice)) return undefined;
  const { type, name } = objectOf(choice);
  if (type === 'tool' && typeof name === 'string') return { type: 'function', function: { name } };
  const word = typeof type === 'string' && Object.hasOwn(choices, type) ? choices[type] : undefined;
  if (word === undefined) throw cannotSay('tool_choice', 'this "tool_choice"');
  return word;
}

const efforts: Record<string, string> = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
  max: 'high',
};
/** Budgets from here on are of a medium effort, and of a high one. */
const mediumBudget = 4_096;
const highBudget = 16_384;

/** How hard to think: in as many words, or by how long it may take. */
function effortOf({ thinking, output_config: config }: Body): string | undefined {
  const { effort } = objectOf(config);
  if (typeof effort === 'string' && Object.hasOwn(efforts, effort)) return efforts[effort];
  const { type, budget_tokens: budget } = objectOf(thinking);
  if (type !== 'enabled' || typeof budget !== 'number') return undefined;
  return budget < mediumBudget ? 'low' : budget < highBudget ? 'medium' : 'high';
}

/** @throws 400 */
function formatOf({ output_config: config }: Body): Body | undefined {
  const { format } = objectOf(config);
  if (!isSet(format)) return undefined;
  const { type, schema } = objectOf(format);
  if (type !== 'json_schema') throw cannotSay('output_config', 'this "format" of "output_config"');
  return { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } };
}
