import { randomUUID } from 'node:crypto';
import { simulateChat, type SimulatedSpeech } from './simulated-answer.ts';

type Item = { role?: string; content?: unknown; output?: unknown };
type Body = {
  model: string;
  input: string | Item[];
  instructions?: string | null;
  max_output_tokens?: number | null;
  tools?: { name?: unknown }[] | null;
  tool_choice?: unknown;
};

type Chunk = { type: string };
const chunk = (type: string, members: object): Chunk => ({ type, ...members });

function chatOf({ model, input, instructions, max_output_tokens, tools, tool_choice }: Body) {
  const items: Item[] = typeof input === 'string' ? [{ role: 'user', content: input }] : input;
  const messages = [
    ...(instructions ? [{ role: 'system', content: instructions }] : []),
    ...items.map(({ role = 'tool', content, output }) => ({ role, content: content ?? output })),
  ];
  const { name } = (tool_choice ?? {}) as { name?: unknown };
  return {
    model,
    messages,
    max_tokens: max_output_tokens,
    tools: tools?.map((tool) => ({ function: tool })),
    tool_choice: name === undefined ? tool_choice : { function: { name } },
  };
}

/** Responses: one message, or a call of the tool that the request insists on. */
export const responsesSpeech: SimulatedSpeech = (json) => {
  const body = json as Body;
  const { words, toolCall, finishReason, promptTokens } = simulateChat(chatOf(body));
  const id = randomUUID();
  const message = (text: string) => ({
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text, annotations: [] }],
  });
  const call = { id: `fc_${id}`, type: 'function_call', call_id: `call_${id}`, status: 'completed' };
  const item = () => (toolCall ? { ...call, ...toolCall } : message(words.join(' ')));
  const isCut = finishReason === 'length';
  const usage = {
    input_tokens: promptTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: words.length,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: promptTokens + words.length,
  };
  const response = (status: string, output: object[], counted: object | null) => ({
    id: `resp_${id}`,
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    status,
    error: null,
    incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
    model: body.model,
    output,
    usage: counted,
  });
  const whole = () => response(isCut ? 'incomplete' : 'completed', [item()], usage);

  function* chunks(): Generator<Chunk> {
    const begun = toolCall ? { ...item(), arguments: '' } : { ...message(''), content: [] };
    yield chunk('response.created', { response: response('in_progress', [], null) });
    yield chunk('response.in_progress', { response: response('in_progress', [], null) });
    yield chunk('response.output_item.added', { output_index: 0, item: begun });
    yield* toolCall ? argumentChunks(toolCall.arguments) : textChunks();
    yield chunk('response.output_item.done', { output_index: 0, item: item() });
    yield chunk(isCut ? 'response.incomplete' : 'response.completed', { response: whole() });
  }

  const place = { item_id: item().id, output_index: 0 };
  function* argumentChunks(given: string): Generator<Chunk> {
    yield chunk('response.function_call_arguments.delta', { ...place, delta: given });
    yield chunk('response.function_call_arguments.done', { ...place, arguments: given });
  }
  function* textChunks(): Generator<Chunk> {
    const at = { ...place, content_index: 0 };
    const part = (text: string) => ({ type: 'output_text', text, annotations: [] });
    yield chunk('response.content_part.added', { ...at, part: part('') });
    for (const [index, word] of words.entries())
      yield chunk('response.output_text.delta', { ...at, delta: index === 0 ? word : ` ${word}` });
    yield chunk('response.output_text.done', { ...at, text: words.join(' ') });
    yield chunk('response.content_part.done', { ...at, part: part(words.join(' ')) });
  }

  return {
    wordCount: words.length,
    eventCount: words.length + 8,
    body: whole,
    *events() {
      let sequence_number = 0;
      for (const one of chunks()) {
        yield `event: ${one.type}\ndata: ${JSON.stringify({ ...one, sequence_number })}\n\n`;
        sequence_number += 1;
      }
    },
  };
};
