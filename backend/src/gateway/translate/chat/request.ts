import { isSet, objectOf, withoutGaps } from '../json.ts';
import { cannotSay, wordOf } from '../refuse.ts';
import type { Body } from '../translation.ts';
import { messagesOf, systemOf } from './messages.ts';
import { toolChoiceOf, toolsOf } from './tools.ts';

/** Fields that say nothing of the answer, or that the request has otherwise by now. */
const silent = [
  'messages',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'stop',
  'response_format',
  'reasoning_effort',
  'n',
  'stream_options',
  'user',
  'safety_identifier',
  'metadata',
  'modalities',
  'store',
  'prompt_cache_key',
  'prompt_cache_retention',
];

/** What would change the answer, by the values that say nothing. */
const unsayable: [string, unknown[]][] = [
  ['audio', []],
  ['context_management', []],
  ['functions', []],
  ['function_call', ['none', 'auto']],
  ['frequency_penalty', [0]],
  ['presence_penalty', [0]],
  ['logit_bias', []],
  ['logprobs', [false]],
  ['top_logprobs', [0]],
  ['n', [1]],
  ['seed', []],
  ['verbosity', ['medium']],
];

/** A request for chat completions as Anthropic's messages; fields that neither API knows go on. @throws 400 */
export function messagesRequest(body: Body): Body {
  refuseUnsayable(body);
  const rest = Object.entries(body).filter(
    ([name]) => !silent.includes(name) && !unsayable.some(([other]) => other === name),
  );
  const outputConfig = outputConfigOf(body);
  return withoutGaps({
    ...Object.fromEntries(rest),
    metadata: metadataOf(body),
    system: systemOf(body.messages),
    messages: messagesOf(body.messages),
    stop_sequences: isSet(body.stop) ? [body.stop].flat() : body.stop_sequences,
    tools: toolsOf(body.tools),
    tool_choice: toolChoiceOf(body),
    thinking: body.reasoning_effort === 'none' ? { type: 'disabled' } : (body.thinking ?? undefined),
    output_config: Object.keys(outputConfig).length > 0 ? outputConfig : undefined,
  });
}

function refuseUnsayable(body: Body): void {
  for (const [name, nothing] of unsayable)
    if (isSet(body[name]) && !nothing.includes(body[name]) && !isEmpty(body[name])) throw cannotSay(name);
  const { modalities, temperature } = body;
  if (Array.isArray(modalities) && modalities.some((kind) => kind !== 'text')) throw cannotSay('modalities');
  if (typeof temperature === 'number' && temperature > 1)
    throw cannotSay('temperature', 'a "temperature" above 1');
}

const isEmpty = (value: unknown) =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

function metadataOf({ safety_identifier: safety, user }: Body): Body | undefined {
  const id = safety ?? user;
  return typeof id === 'string' ? { user_id: id } : undefined;
}

const efforts: Record<string, string> = {
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'xhigh',
};

/** How hard to think, and the form of the answer. @throws 400 */
function outputConfigOf({
  reasoning_effort: effort,
  response_format: format,
  output_config: own,
}: Body): Body {
  const { type, json_schema: described } = objectOf(format);
  if (isSet(format) && type !== 'text' && type !== 'json_schema')
    throw cannotSay('response_format', `a "response_format" of the type ${wordOf(type)}`);
  if (isSet(effort) && effort !== 'none' && !(typeof effort === 'string' && Object.hasOwn(efforts, effort)))
    throw cannotSay('reasoning_effort');
  return {
    ...objectOf(own),
    ...(typeof effort === 'string' && effort !== 'none' && { effort: efforts[effort] }),
    ...(type === 'json_schema' && {
      format: { type: 'json_schema', schema: objectOf(described).schema ?? {} },
    }),
  };
}
