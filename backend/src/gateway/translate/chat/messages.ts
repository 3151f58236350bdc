import { invalidRequest } from '../../errors.ts';
import { isSet, objectOf, objectsOf, withoutGaps } from '../json.ts';
import { cannotSay, wordOf } from '../refuse.ts';
import type { Body } from '../translation.ts';
import { blocksOf } from './parts.ts';

const isSystem = ({ role }: Body) => role === 'system' || role === 'developer';

/** What the system says, wherever it says it: there is one place for it, before all messages. */
export function systemOf(messages: unknown): Body[] | undefined {
  const blocks = objectsOf(messages)
    .filter(isSystem)
    .flatMap(({ content }) => blocksOf(content));
  return blocks.length > 0 ? blocks : undefined;
}

/** Messages in turns: the results of tools are what the user says next. @throws 400 */
export function messagesOf(messages: unknown): Body[] {
  const turns: { role: string; content: Body[] }[] = [];
  for (const message of objectsOf(messages)) {
    if (isSystem(message)) continue;
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const content = contentOf(message);
    const last = turns.at(-1);
    if (content.length === 0) continue;
    if (last?.role === role) last.content.push(...content);
    else turns.push({ role, content });
  }
  return turns;
}

function contentOf(message: Body): Body[] {
  const { role, content } = message;
  if (role === 'user') return blocksOf(content);
  if (role === 'assistant') return saidBefore(message);
  if (role === 'tool') return [resultOf(message)];
  throw cannotSay('messages', `messages of the role ${wordOf(role)}`);
}

function resultOf({ tool_call_id, content, cache_control }: Body): Body {
  const blocks = typeof content === 'string' ? content : blocksOf(content);
  return withoutGaps({ type: 'tool_result', tool_use_id: tool_call_id, content: blocks, cache_control });
}

function saidBefore({ content, refusal, audio, tool_calls, function_call, thinking_blocks }: Body): Body[] {
  if (isSet(audio)) throw cannotSay('messages', '"audio" in messages');
  if (isSet(function_call)) throw cannotSay('messages', '"function_call" in messages');
  return [
    ...objectsOf(thinking_blocks).map(thoughtOf),
    ...blocksOf(content),
    ...blocksOf(refusal),
    ...objectsOf(tool_calls).map(callOf),
  ];
}

/** Nothing but what was thought: other blocks are not looked over here. */
function thoughtOf({ type, thinking, signature, data }: Body): Body {
  if (type === 'thinking') return { type, thinking, signature };
  if (type === 'redacted_thinking') return { type, data };
  throw cannotSay('messages', `"thinking_blocks" of the type ${wordOf(type)}`);
}

function callOf({ id, type, function: called }: Body): Body {
  if (isSet(type) && type !== 'function')
    throw cannotSay('messages', `calls of tools of the type ${wordOf(type)}`);
  const { name, arguments: input } = objectOf(called);
  return { type: 'tool_use', id, name, input: inputOf(input) };
}

/** The arguments of a call. @throws 400 where they are no JSON object */
export function inputOf(input: unknown): Body {
  if (!isSet(input) || input === '') return {};
  try {
    const value: unknown = JSON.parse(String(input));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body;
  } catch {
    // Falls through.
  }
  throw invalidRequest('The arguments of a tool call must be a JSON object.', 'messages');
}
