import { randomUUID } from 'node:crypto';
import { secondsNow } from '../chat/answer.ts';
import { isSet, objectOf, objectsOf } from '../json.ts';
import type { Body } from '../translation.ts';

/** What an answer of Ollama's begins with as a chat completion. */
export const headOf = (object: string, { model }: Body): Body => ({
  id: `chatcmpl-${randomUUID()}`,
  object,
  created: secondsNow(),
  model,
  system_fingerprint: 'fp_ollama',
});

/** A whole answer of Ollama's as a chat completion; null: it is none. */
export function chatOfOllama(body: Body): Body | null {
  if (isSet(body.error) || !isSet(body.message)) return null;
  const { content, thinking, tool_calls } = objectOf(body.message);
  const calls = objectsOf(tool_calls).map(callOf);
  const said: Body = { role: 'assistant', content: content ?? '' };
  if (isSet(thinking) && thinking !== '') said.reasoning = thinking;
  if (calls.length > 0) said.tool_calls = calls;
  return {
    ...headOf('chat.completion', body),
    choices: [
      {
        index: 0,
        message: said,
        logprobs: logprobsOf(body),
        finish_reason: finishReasonOf(body, calls.length > 0),
      },
    ],
    ...usageOf(body),
  };
}

/** A call of a tool; a stream gives each as a whole, too. */
export function callOf({ id, function: called }: Body): Body {
  const { name, arguments: input } = objectOf(called);
  return {
    id: id ?? `call_${randomUUID()}`,
    type: 'function',
    function: { name, arguments: JSON.stringify(input ?? {}) },
  };
}

/** Null: none were asked for. */
export const logprobsOf = ({ logprobs }: Body): Body | null =>
  Array.isArray(logprobs) ? { content: logprobs } : null;

/** Ollama stops for a call of a tool as for anything else. */
export function finishReasonOf({ done_reason: reason }: Body, hasCalled: boolean): string {
  if (hasCalled) return 'tool_calls';
  return reason === 'length' ? 'length' : 'stop';
}

/** Its counts: those that are zero are left out there. Nothing, where there is none. */
export function usageOf({ prompt_eval_count: input, eval_count: output }: Body): { usage?: Body } {
  if (!isSet(input) && !isSet(output)) return {};
  const counts = { prompt_tokens: Number(input ?? 0), completion_tokens: Number(output ?? 0) };
  return { usage: { ...counts, total_tokens: counts.prompt_tokens + counts.completion_tokens } };
}
