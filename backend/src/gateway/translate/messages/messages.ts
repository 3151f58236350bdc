import { isSet, objectOf, objectsOf, withoutGaps } from '../json.ts';
import { cannotSay, wordOf } from '../refuse.ts';
import type { Body } from '../translation.ts';
import { joinedText, partsOf } from './blocks.ts';

/** Messages as a chat has them: the system first, and each result of a tool as a message. @throws 400 */
export function chatMessagesOf(system: unknown, messages: unknown): Body[] {
  const all = objectsOf(messages);
  if (all.at(-1)?.role === 'assistant')
    throw cannotSay('messages', 'a last message of the assistant that is gone on with');
  const first = joinedText(system);
  return [...(first ? [{ role: 'system', content: first }] : []), ...all.flatMap(messagesOf)];
}

function messagesOf({ role, content }: Body): Body[] {
  if (role === 'system') return [{ role, content: joinedText(content) }];
  if (role === 'assistant') return [saidBefore(content)];
  if (role !== 'user') throw cannotSay('messages', `messages of the role ${wordOf(role)}`);
  if (!Array.isArray(content)) return [{ role, content }];
  const results = objectsOf(content).filter(({ type }) => type === 'tool_result');
  const others = objectsOf(content).filter(({ type }) => type !== 'tool_result');
  // What a tool answered in images is shown by the user: in a chat, tools have but text.
  const parts = [...results.flatMap(mediaOf), ...partsOf(others)];
  return [...results.map(resultOf), ...(parts.length > 0 ? [{ role, content: parts }] : [])];
}

const isText = ({ type }: Body) => type === 'text';

function resultOf({ tool_use_id, content, is_error }: Body): Body {
  const text = joinedText(content, isText);
  return { role: 'tool', tool_call_id: tool_use_id, content: is_error === true ? `Error: ${text}` : text };
}

const mediaOf = ({ content }: Body): Body[] => partsOf(objectsOf(content).filter((block) => !isText(block)));

/** Thinking stays behind: it is of use to the model alone that had it. @throws 400 */
function saidBefore(content: unknown): Body {
  if (typeof content === 'string') return { role: 'assistant', content };
  const blocks = objectsOf(content).filter(({ type }) => !isThought(type));
  const other = blocks.find(({ type }) => type !== 'text' && type !== 'tool_use');
  if (other) throw cannotSay('messages', `blocks of the type ${wordOf(other.type)}`);
  const calls = blocks.filter(({ type }) => type === 'tool_use').map(callOf);
  const text = joinedText(blocks, isText, '');
  return withoutGaps({
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    tool_calls: calls.length > 0 ? calls : undefined,
  });
}

const isThought = (type: unknown) => type === 'thinking' || type === 'redacted_thinking';

const callOf = ({ id, name, input }: Body) => ({
  id,
  type: 'function',
  function: { name, arguments: JSON.stringify(isSet(input) ? objectOf(input) : {}) },
});
