import { randomUUID } from 'node:crypto';
import { type ChatBody, simulateChat, type SimulatedSpeech } from './simulated-answer.ts';

type Block = { text?: string; content?: unknown };
type Body = {
  model: string;
  messages: { role: string; content: unknown }[];
  system?: string | Block[] | null;
  max_tokens?: number | null;
  tools?: { name?: unknown }[] | null;
  tool_choice?: { type?: unknown; name?: unknown } | null;
};

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((block: Block | null) => block?.text ?? textOf(block?.content)).join(' ');
}

function chatOf({ model, messages, system, max_tokens, tools, tool_choice: choice }: Body): ChatBody {
  const said = messages.map(({ role, content }) => ({ role, content: textOf(content) }));
  return {
    model,
    max_tokens,
    messages: [...(system ? [{ role: 'system', content: textOf(system) }] : []), ...said],
    tools: tools?.map((tool) => ({ function: tool })),
    tool_choice: choice?.type === 'any' ? 'required' : { function: { name: choice?.name } },
  };
}

/** How many tokens messages have. */
export const simulateTokenCount = (body: unknown) => ({
  input_tokens: simulateChat({ ...chatOf(body as Body), max_tokens: 0 }).promptTokens,
});

const reasons = { stop: 'end_turn', length: 'max_tokens', tool_calls: 'tool_use' };

/** Messages, as Anthropic has them: a text, or a call of the tool that the request insists on. */
export const messagesSpeech: SimulatedSpeech = (json) => {
  const body = json as Body;
  const { words, toolCall, finishReason, promptTokens } = simulateChat(chatOf(body));
  const id = randomUUID();
  const usage = {
    input_tokens: promptTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: words.length,
  };
  const message = (content: object[], stop_reason: string | null, output_tokens: number) => ({
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model: body.model,
    content,
    stop_reason,
    stop_sequence: null,
    usage: { ...usage, output_tokens },
  });
  const block = (text: string) =>
    toolCall
      ? { type: 'tool_use', id: `toolu_${id}`, name: toolCall.name, input: {} }
      : { type: 'text', text, citations: null };
  const deltas = () =>
    toolCall
      ? [{ type: 'input_json_delta', partial_json: toolCall.arguments }]
      : words.map((word, index) => ({ type: 'text_delta', text: index === 0 ? word : ` ${word}` }));

  function* chunks(): Generator<{ type: string }> {
    yield { type: 'message_start', ...{ message: message([], null, 0) } };
    yield { type: 'content_block_start', ...{ index: 0, content_block: block('') } };
    for (const delta of deltas()) yield { type: 'content_block_delta', ...{ index: 0, delta } };
    yield { type: 'content_block_stop', ...{ index: 0 } };
    const delta = { stop_reason: reasons[finishReason], stop_sequence: null };
    yield { type: 'message_delta', ...{ delta, usage } };
    yield { type: 'message_stop' };
  }

  return {
    wordCount: words.length,
    eventCount: words.length + 5,
    body: () => message([block(words.join(' '))], reasons[finishReason], words.length),
    *events() {
      for (const chunk of chunks()) yield `event: ${chunk.type}\ndata: ${JSON.stringify(chunk)}\n\n`;
    },
  };
};
