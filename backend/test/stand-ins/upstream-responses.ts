import type { Speech } from './upstream-answers.ts';
import { type ChatBody, errorInside, toolArguments, wordsOf } from './upstream-chat.ts';
import { completionTokensOf, type Invoice, promptTokensOf } from './upstream-tokens.ts';

/* What the stand-in says to responses: one message of words, or a call of the first tool. */

type ResponsesBody = ChatBody & {
  input?: string | Parameters<typeof promptTokensOf>[0];
  tools?: { name?: string }[];
};

const toolOf = ({ tools, tool_choice: choice }: ResponsesBody) =>
  choice === 'none' ? undefined : tools?.[0]?.name;

function invoiceOf(body: ResponsesBody, wordCount = wordsOf(body).length): Invoice {
  const { input = '' } = body;
  const tool = toolOf(body);
  const said = tool ? [tool, toolArguments] : [wordsOf(body).slice(0, wordCount).join('')];
  return {
    promptTokens: promptTokensOf(messagesOf(input)),
    cachedTokens: 0,
    completionTokens: completionTokensOf(said),
  };
}

/** Calls and their outputs are not billed here. */
const messagesOf = (input: NonNullable<ResponsesBody['input']>) =>
  typeof input === 'string' ? [{ role: 'user', content: input }] : input.filter(({ role }) => role);

const usageOf = ({ promptTokens, cachedTokens, completionTokens }: Invoice) => ({
  input_tokens: promptTokens,
  input_tokens_details: { cached_tokens: cachedTokens },
  output_tokens: completionTokens,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: promptTokens + completionTokens,
});

const responseOf = ({ model }: ResponsesBody, status: string, output: object[], usage: object | null) => ({
  id: 'resp_standin',
  object: 'response',
  created_at: 1_767_000_000,
  status,
  error: null,
  incomplete_details: null,
  model,
  output,
  usage,
});

function itemOf(body: ResponsesBody): object {
  const name = toolOf(body);
  if (name)
    return {
      id: 'fc_1',
      type: 'function_call',
      call_id: 'call_1',
      name,
      arguments: toolArguments,
      status: 'completed',
    };
  const content = [{ type: 'output_text', text: wordsOf(body).join(''), annotations: [] }];
  return { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content };
}

function eventsOf(body: ResponsesBody): object[] {
  const place = { output_index: 0, content_index: 0, item_id: 'msg_1' };
  const name = toolOf(body);
  if (name)
    return [
      { type: 'response.output_item.added', output_index: 0, item: { ...itemOf(body), arguments: '' } },
      {
        type: 'response.function_call_arguments.delta',
        output_index: 0,
        item_id: 'fc_1',
        delta: toolArguments,
      },
      { type: 'response.output_item.done', output_index: 0, item: itemOf(body) },
    ];
  const text = wordsOf(body).join('');
  return [
    { type: 'response.output_item.added', output_index: 0, item: { ...itemOf(body), content: [] } },
    {
      type: 'response.content_part.added',
      ...place,
      part: { type: 'output_text', text: '', annotations: [] },
    },
    ...wordsOf(body).map((delta) => ({ type: 'response.output_text.delta', ...place, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...place, text, logprobs: [] },
    { type: 'response.output_item.done', output_index: 0, item: itemOf(body) },
  ];
}

const withNames = (all: object[]) =>
  all.map((each, sequence_number) => {
    const { type } = each as { type: string };
    return `event: ${type}\ndata: ${JSON.stringify({ ...each, sequence_number })}`;
  });

export const responsesSpeech: Speech = {
  invoiceOf,
  json: (body, invoice) =>
    JSON.stringify(responseOf(body, 'completed', [itemOf(body)], invoice && usageOf(invoice))),
  events(body, invoice, style) {
    const usage = style === 'never' ? null : (body.usage ?? usageOf(invoice));
    const begun = responseOf(body, 'in_progress', [], null);
    return withNames([
      { type: 'response.created', response: begun },
      { type: 'response.in_progress', response: begun },
      ...eventsOf(body),
      { type: 'response.completed', response: responseOf(body, 'completed', [itemOf(body)], usage) },
    ]);
  },
  opening: 4,
  errorInside: `event: response.failed\ndata: ${JSON.stringify({
    type: 'response.failed',
    sequence_number: 7,
    response: { id: 'resp_standin', object: 'response', status: 'failed', error: errorInside, output: [] },
  })}`,
  endMark: null,
};
