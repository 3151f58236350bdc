import { isSet, objectOf, objectsOf, withoutGaps } from '../json.ts';
import { cannotSay, wordOf } from '../refuse.ts';
import type { Body } from '../translation.ts';

/** @throws 400 */
export function toolsOf(tools: unknown): Body[] | undefined {
  if (!isSet(tools)) return undefined;
  return objectsOf(tools).map(({ type, function: called, cache_control }) => {
    if (isSet(type) && type !== 'function') throw cannotSay('tools', `tools of the type ${wordOf(type)}`);
    const { name, description, parameters, strict } = objectOf(called);
    return withoutGaps({
      name,
      description: description ?? undefined,
      input_schema: parameters ?? { type: 'object', properties: {} },
      strict: strict === true ? true : undefined,
      cache_control,
    });
  });
}

const choices: Record<string, string> = { auto: 'auto', none: 'none', required: 'any' };

/** Which tool, and whether several at once. @throws 400 */
export function toolChoiceOf(body: Body): Body | undefined {
  const choice = choiceOf(body.tool_choice);
  if (body.parallel_tool_calls !== false || !isSet(body.tools) || choice?.type === 'none') return choice;
  return { type: 'auto', ...choice, disable_parallel_tool_use: true };
}

function choiceOf(choice: unknown): Body | undefined {
  if (!isSet(choice)) return undefined;
  if (typeof choice === 'string' && Object.hasOwn(choices, choice)) return { type: choices[choice] };
  const { type, function: called } = objectOf(choice);
  const { name } = objectOf(called);
  if (type !== 'function' || typeof name !== 'string') throw cannotSay('tool_choice', 'this "tool_choice"');
  return { type: 'tool', name };
}
