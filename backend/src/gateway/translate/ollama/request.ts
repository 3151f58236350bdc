import { isSet, objectOf, withoutGaps } from '../json.ts';
import { cannotSay, wordOf } from '../refuse.ts';
import type { Body } from '../translation.ts';
import type { OllamaSettings } from './index.ts';
import { ollamaMessages } from './messages.ts';

/** A request for chat completions as Ollama's own. What its API like OpenAI's does not know is left out here, too. @throws 400 */
export function ollamaRequest(body: Body, { contextLength, keepAliveSeconds }: OllamaSettings): Body {
  return withoutGaps({
    model: body.model,
    messages: ollamaMessages(body.messages),
    stream: body.stream === true,
    tools: body.tool_choice === 'none' ? undefined : ifSet(body.tools),
    format: formatOf(body.response_format),
    think: thinkOf(body.reasoning_effort ?? objectOf(body.reasoning).effort),
    logprobs: ifSet(body.logprobs),
    top_logprobs: ifSet(body.top_logprobs),
    options: optionsOf(body, contextLength),
    keep_alive: ifSet(keepAliveSeconds),
    // What does not fit is an error, where it would be cut off in silence else.
    truncate: false,
    shift: false,
  });
}

/** Null is as good as absent. */
const ifSet = (value: unknown) => value ?? undefined;

/** As its API like OpenAI's sets them; where they are not said, its own takes those of the model. */
const usualTemperature = 1;
const usualTopP = 1;

function optionsOf(body: Body, contextLength: number | null): Body {
  return withoutGaps({
    num_ctx: ifSet(contextLength),
    num_predict: ifSet(body.max_tokens),
    temperature: body.temperature ?? usualTemperature,
    top_p: body.top_p ?? usualTopP,
    seed: ifSet(body.seed),
    stop: isSet(body.stop) ? [body.stop].flat() : undefined,
    frequency_penalty: ifSet(body.frequency_penalty),
    presence_penalty: ifSet(body.presence_penalty),
  });
}

function formatOf(format: unknown): unknown {
  const { type, json_schema: described } = objectOf(format);
  if (!isSet(format) || type === 'text') return undefined;
  if (type === 'json_object') return 'json';
  if (type === 'json_schema') return objectOf(described).schema ?? 'json';
  throw cannotSay('response_format', `a "response_format" of the type ${wordOf(type)}`);
}

const efforts: Record<string, string | false> = {
  none: false,
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  xhigh: 'high',
};

function thinkOf(effort: unknown): string | false | undefined {
  if (!isSet(effort)) return undefined;
  if (typeof effort === 'string' && Object.hasOwn(efforts, effort)) return efforts[effort];
  throw cannotSay('reasoning_effort');
}
