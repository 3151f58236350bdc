import type { Speech } from './upstream-answers.ts';
import { type ChatBody, errorInside, toolArguments, wordsOf } from './upstream-chat.ts';
import { completionTokensOf, type Invoice, promptTokensOf } from './upstream-tokens.ts';

/* What the stand-in says to Anthropic's messages: words, or a call of the first tool. */

type Content = ChatBody['messages'][number]['content'];
type MessagesBody = Omit<ChatBody, 'tools'> & { system?: Content; tools?: { name: string }[] };

const toolOf = ({ tools, tool_choice: choice }: MessagesBody) =>
  (choice as { type?: string } | undefined)?.type === 'none' ? undefined : tools?.[0]?.name;

function invoiceOf(body: MessagesBody, wordCount = wordsOf(body).length): Invoice {
  const tool = toolOf(body);
  const said = tool ? [tool, toolArguments] : [wordsOf(body).slice(0, wordCount).join('')];
  const system = body.system ? [{ role: 'system', content: body.system }] : [];
  return {
    promptTokens: promptTokensOf([...system, ...body.messages]),
    cachedTokens: 0,
    completionTokens: completionTokensOf(said),
  };
}

/** Anthropic leaves what came from a cache out of the input. */
export const messagesUsageOf = ({ promptTokens, cachedTokens, completionTokens }: Invoice) => ({
  input_tokens: promptTokens - cachedTokens,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: cachedTokens,
  output_tokens: completionTokens,
});

const messageOf = (
  { model }: MessagesBody,
  content: object[],
  stopReason: string | null,
  usage?: object,
) => ({
  id: 'msg_standin',
  type: 'message',
  role: 'assistant',
  model,
  content,
  stop_reason: stopReason,
  stop_sequence: null,
  ...(usage && { usage }),
});

const reasonOf = (body: MessagesBody) => (toolOf(body) ? 'tool_use' : 'end_turn');

function blockOf(body: MessagesBody, isWhole: boolean): object {
  const name = toolOf(body);
  if (name) return { type: 'tool_use', id: 'toolu_1', name, input: isWhole ? JSON.parse(toolArguments) : {} };
  return { type: 'text', text: isWhole ? wordsOf(body).join('') : '', citations: null };
}

function deltasOf(body: MessagesBody): object[] {
  if (!toolOf(body)) return wordsOf(body).map((text) => ({ type: 'text_delta', text }));
  const half = Math.ceil(toolArguments.length / 2);
  return ['', toolArguments.slice(0, half), toolArguments.slice(half)].map((partial_json) => ({
    type: 'input_json_delta',
    partial_json,
  }));
}

const named = (event: { type: string }) => `event: ${event.type}\ndata: ${JSON.stringify(event)}`;
const zero = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

export const messagesSpeech = {
  invoiceOf,
  json: (body: MessagesBody, invoice: Invoice | null) =>
    JSON.stringify(
      messageOf(body, [blockOf(body, true)], reasonOf(body), invoice ? messagesUsageOf(invoice) : undefined),
    ),
  events(body: MessagesBody, invoice: Invoice, style: string) {
    const counted = style === 'never' || style === 'zero' ? zero : invoice;
    // The input is known from the beginning; the output but begins.
    const begun = { ...messagesUsageOf(counted), output_tokens: Math.min(counted.completionTokens, 1) };
    const usage = body.usage ?? { output_tokens: counted.completionTokens };
    const delta = { stop_reason: reasonOf(body), stop_sequence: null };
    return [
      { type: 'message_start', message: messageOf(body, [], null, begun) },
      { type: 'content_block_start', index: 0, content_block: blockOf(body, false) },
      ...deltasOf(body).map((said) => ({ type: 'content_block_delta', index: 0, delta: said })),
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta, usage },
      { type: 'message_stop' },
    ].map(named);
  },
  opening: 2,
  errorInside: named({ type: 'error', ...{ error: { ...errorInside, type: 'overloaded_error' } } }),
  endMark: null,
} as unknown as Speech;
