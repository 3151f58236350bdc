import { invalidRequest } from '../../errors.ts';
import { inputOf } from '../chat/messages.ts';
import { base64Of } from '../chat/parts.ts';
import { isSet, objectOf, objectsOf, withoutGaps } from '../json.ts';
import { cannotSay, wordOf } from '../refuse.ts';
import type { Body } from '../translation.ts';

/** Messages with one text each, their images beside it. @throws 400 */
export function ollamaMessages(messages: unknown): Body[] {
  /** Results name the call; Ollama's name the tool. */
  const toolNames = new Map<unknown, unknown>();
  return objectsOf(messages).map((message) => {
    const { role, reasoning, reasoning_content, tool_call_id } = message;
    const calls = objectsOf(message.tool_calls).map((call) => {
      toolNames.set(call.id, objectOf(call.function).name);
      return callOf(call);
    });
    return withoutGaps({
      role: role === 'developer' ? 'system' : role,
      ...contentOf(message.content),
      thinking: reasoning ?? reasoning_content ?? undefined,
      tool_calls: calls.length > 0 ? calls : undefined,
      ...(role === 'tool' && { tool_call_id, tool_name: message.name ?? toolNames.get(tool_call_id) }),
    });
  });
}

function callOf({ id, type, function: called }: Body): Body {
  if (isSet(type) && type !== 'function')
    throw cannotSay('messages', `calls of tools of the type ${wordOf(type)}`);
  const { name, arguments: input } = objectOf(called);
  return withoutGaps({ id, function: { name, arguments: inputOf(input) } });
}

function contentOf(content: unknown): Body {
  if (!Array.isArray(content)) return { content: content ?? '' };
  const texts: unknown[] = [];
  const images: string[] = [];
  for (const part of content as unknown[]) {
    const { type, text, refusal, image_url: image } = objectOf(part);
    if (typeof part === 'string') texts.push(part);
    else if (type === 'text') texts.push(text);
    else if (type === 'refusal') texts.push(refusal);
    else if (type === 'image_url') images.push(imageOf(image));
    else throw cannotSay('messages', `parts of the type ${wordOf(type)}`);
  }
  return withoutGaps({ content: texts.join('\n'), images: images.length > 0 ? images : undefined });
}

function imageOf(image: unknown): string {
  const url = typeof image === 'string' ? image : objectOf(image).url;
  const data = typeof url === 'string' ? base64Of(url)?.data : undefined;
  if (typeof data !== 'string')
    throw invalidRequest('The provider of this model takes images as base64 alone ("data:…").', 'messages');
  return data;
}
