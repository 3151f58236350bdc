import type { Speech } from './upstream-answers.ts';
import { type ChatBody, errorInside, usageOf, wordsOf } from './upstream-chat.ts';
import { completionTokensOf, inputTokensOf, type Invoice } from './upstream-tokens.ts';

/* What the stand-in says to prompts: the same words to each, after the prompt itself where `echo` asks for that. */

type CompletionsBody = ChatBody & { prompt?: unknown; suffix?: string; echo?: boolean };

const isOne = (prompt: unknown) => !Array.isArray(prompt) || typeof prompt[0] === 'number';
const promptsOf = ({ prompt }: CompletionsBody): unknown[] =>
  isOne(prompt) ? [prompt] : (prompt as unknown[]);
const choicesOf = (body: CompletionsBody) =>
  promptsOf(body).flatMap((prompt) => Array.from({ length: body.n ?? 1 }, () => prompt));

const echoOf = ({ echo }: CompletionsBody, prompt: unknown) =>
  echo && typeof prompt === 'string' ? prompt : '';

function invoiceOf(body: CompletionsBody, wordCount = wordsOf(body).length): Invoice {
  const said = wordsOf(body).slice(0, wordCount).join('');
  return {
    promptTokens: inputTokensOf(promptsOf(body)) + inputTokensOf(body.suffix ?? ''),
    cachedTokens: 0,
    completionTokens: completionTokensOf([said]) * choicesOf(body).length,
  };
}

const head = ({ model }: ChatBody) => ({
  id: 'cmpl-standin',
  object: 'text_completion',
  created: 1_767_000_000,
  model,
});

function json(body: CompletionsBody, invoice: Invoice | null): string {
  const choices = choicesOf(body).map((prompt, index) => ({
    text: echoOf(body, prompt) + wordsOf(body).join(''),
    index,
    logprobs: null,
    finish_reason: 'stop',
  }));
  return JSON.stringify({ ...head(body), choices, ...(invoice && { usage: usageOf(invoice) }) });
}

const events: Speech['events'] = (body, invoice, style) => {
  const chunk = (index: number, text: string, finishReason: string | null) =>
    JSON.stringify({
      ...head(body),
      choices: [{ text, index, logprobs: null, finish_reason: finishReason }],
    });
  const said = choicesOf(body).flatMap((prompt, index) =>
    [...[echoOf(body, prompt)].filter(Boolean), ...wordsOf(body)].map((text) => chunk(index, text, null)),
  );
  const finish = choicesOf(body).map((_, index) => chunk(index, '', 'stop'));
  const isAsked = style !== 'never' && body.stream_options?.include_usage;
  const usage = isAsked ? [JSON.stringify({ ...head(body), choices: [], usage: usageOf(invoice) })] : [];
  return [...said, ...finish, ...usage].map((data) => `data: ${data}`);
};

export const completionsSpeech: Speech = {
  invoiceOf,
  json,
  events,
  opening: 0,
  errorInside: `data: ${JSON.stringify({ error: errorInside })}`,
  endMark: 'data: [DONE]',
};
