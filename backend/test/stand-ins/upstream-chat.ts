import type { Speech } from './upstream-answers.ts';
import { completionTokensOf, type Invoice, promptTokensOf } from './upstream-tokens.ts';

/* What the stand-in upstream says in a chat: pure, so that both its server and its tests can tell what to expect. */

/** A request as far as the stand-in reads it; `words` (how many to say) is a field of its own. */
export type ChatBody = {
  model: string;
  messages: Parameters<typeof promptTokensOf>[0];
  stream?: boolean;
  stream_options?: { include_usage?: boolean } | null;
  n?: number;
  max_tokens?: number;
  tools?: { function: { name: string } }[];
  tool_choice?: unknown;
  user?: string;
  words?: number;
  /** What to say of usage instead of what is billed. */
  usage?: object;
};

/** Where a stream (or a JSON answer) puts its usage. */
export type UsageStyle =
  'asked' | 'never' | 'everywhere' | 'null-first' | 'empty-delta' | 'with-finish' | 'zero';

const vocabulary =
  'the of and to in is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also did many off before must well back through years much where your way down should because long each just state those people too'.split(
    ' ',
  );
const defaultWordCount = 12;
export const toolArguments = '{"city":"Kuwait"}';

/** The words of an answer with their spaces; each is one token, and so is each of them in a row. */
export function wordsOf({ words = defaultWordCount }: Pick<ChatBody, 'words'>): string[] {
  return Array.from({ length: words }, (_, index) => {
    const word = vocabulary[index % vocabulary.length] as string;
    return index === 0 ? word : ` ${word}`;
  });
}

/** What is billed for a request when `wordCount` of its words were sent, for each of its choices. */
export function invoiceOf(body: ChatBody, wordCount = wordsOf(body).length): Invoice {
  const said = wantsTool(body)
    ? [toolNameOf(body), toolArguments]
    : [wordsOf(body).slice(0, wordCount).join('')];
  return {
    promptTokens: promptTokensOf(body.messages),
    cachedTokens: 0,
    completionTokens: completionTokensOf(said) * (body.n ?? 1),
  };
}

/** A whole answer. */
export function chatJson(body: ChatBody, invoice: Invoice | null): string {
  const message = wantsTool(body)
    ? {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'call_1', type: 'function', function: tool(body) }],
      }
    : { role: 'assistant', content: wordsOf(body).join('') };
  const finishReason = wantsTool(body) ? 'tool_calls' : 'stop';
  const choices = Array.from({ length: body.n ?? 1 }, (_, index) => ({
    index,
    message,
    finish_reason: finishReason,
  }));
  return JSON.stringify({
    ...head('chat.completion', body),
    choices,
    ...(invoice && { usage: body.usage ?? usageOf(invoice) }),
  });
}

/** The data of a stream's events, one by one. The first says the role, the one before the last why it ended. */
export function chatChunks(body: ChatBody, invoice: Invoice, style: UsageStyle): string[] {
  const choices = Array.from({ length: body.n ?? 1 }, (_, index) => index);
  const chunk = (index: number, delta: object, finishReason: string | null = null, usage?: object | null) =>
    JSON.stringify({
      ...head('chat.completion.chunk', body),
      choices: [{ index, delta, logprobs: null, finish_reason: finishReason }],
      ...(usage !== undefined && { usage }),
    });
  const zero = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };
  const usage = body.usage ?? usageOf(style === 'zero' ? zero : invoice);
  const onEach = style === 'everywhere' ? usage : style === 'null-first' ? null : undefined;
  const said = choices.flatMap((index) => deltasOf(body).map((delta) => chunk(index, delta, null, onEach)));
  const finish = choices.map((index) =>
    chunk(index, {}, wantsTool(body) ? 'tool_calls' : 'stop', style === 'with-finish' ? usage : onEach),
  );
  const last = lastUsageChunk(body, usage, style);
  return [
    ...choices.map((index) => chunk(index, { role: 'assistant', content: '' }, null, onEach)),
    ...said,
    ...finish,
    ...(last ? [last] : []),
  ];
}

function lastUsageChunk(body: ChatBody, usage: object, style: UsageStyle): string | null {
  if (style === 'never' || style === 'with-finish') return null;
  if (style === 'asked' && !body.stream_options?.include_usage) return null;
  const choices =
    style === 'empty-delta'
      ? [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]
      : [];
  return JSON.stringify({ ...head('chat.completion.chunk', body), choices, usage });
}

function deltasOf(body: ChatBody): object[] {
  if (!wantsTool(body)) return wordsOf(body).map((content) => ({ content }));
  const half = Math.ceil(toolArguments.length / 2);
  const call = (part: object) => ({ tool_calls: [{ index: 0, ...part }] });
  return [
    call({ id: 'call_1', type: 'function', function: { name: toolNameOf(body), arguments: '' } }),
    call({ function: { arguments: toolArguments.slice(0, half) } }),
    call({ function: { arguments: toolArguments.slice(half) } }),
  ];
}

export function usageOf({ promptTokens, cachedTokens, completionTokens }: Invoice) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
  };
}

const head = (object: string, { model }: ChatBody) => ({
  id: 'chatcmpl-standin',
  object,
  created: 1_767_000_000,
  model,
});
const wantsTool = ({ tools, tool_choice: choice }: ChatBody) => tools !== undefined && choice !== 'none';
const toolNameOf = ({ tools }: ChatBody) => tools?.[0]?.function.name ?? '';
const tool = (body: ChatBody) => ({ name: toolNameOf(body), arguments: toolArguments });

/** What goes wrong in the middle of a stream, the way LiteLLM words it. */
export const errorInside = {
  message: 'litellm.APIError: the model at http://10.0.0.7:8000/v1 ran out of memory',
  type: 'server_error',
  param: null,
  code: '500',
};

export const chatSpeech: Speech = {
  invoiceOf,
  json: chatJson,
  events: (body, invoice, style) => chatChunks(body, invoice, style).map((data) => `data: ${data}`),
  // The role comes before the words.
  opening: 1,
  errorInside: `data: ${JSON.stringify({ error: errorInside })}`,
  endMark: 'data: [DONE]',
};
