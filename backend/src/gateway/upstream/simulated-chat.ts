import { randomUUID } from 'node:crypto';
import {
  type ChatBody,
  simulateChat,
  type SimulatedAnswer,
  type SimulatedSpeech,
} from './simulated-answer.ts';

/** Chat, as OpenAI has it. */
export const chatSpeech: SimulatedSpeech = (body) => {
  const { model, n } = body as ChatBody & { n?: number | null };
  const answer = simulateChat(body as ChatBody);
  const choices = n ?? 1;
  return {
    wordCount: answer.words.length,
    eventCount: choices * (answer.words.length + 2) + 2,
    body: () => chatBody(model, answer, choices),
    events: () => streamEvents(model, answer, choices),
  };
};

const envelope = (model: string, object: string) => ({
  id: `chatcmpl-${randomUUID()}`,
  object,
  created: Math.floor(Date.now() / 1000),
  model,
});
const usageOf = ({ promptTokens, words }: SimulatedAnswer, choices: number) => ({
  prompt_tokens: promptTokens,
  completion_tokens: words.length * choices,
  total_tokens: promptTokens + words.length * choices,
});
const toolCallOf = (toolCall: object) => ({
  id: `call_${randomUUID()}`,
  type: 'function',
  function: toolCall,
});
const eachOf = (choices: number) => Array.from({ length: choices }, (_, index) => index);

function chatBody(model: string, answer: SimulatedAnswer, choices: number): object {
  const { toolCall, words, finishReason } = answer;
  const message = () =>
    toolCall
      ? { role: 'assistant', content: null, tool_calls: [toolCallOf(toolCall)] }
      : { role: 'assistant', content: words.join(' ') };
  return {
    ...envelope(model, 'chat.completion'),
    choices: eachOf(choices).map((index) => ({
      index,
      message: message(),
      logprobs: null,
      finish_reason: finishReason,
    })),
    usage: usageOf(answer, choices),
  };
}

/** One by one as they are sent: a long answer is not in memory as a whole. */
function* streamEvents(model: string, answer: SimulatedAnswer, choices: number): Generator<string> {
  const { toolCall, words, finishReason } = answer;
  const head = envelope(model, 'chat.completion.chunk');
  /** The same for every choice, one after another. */
  const events = (delta: () => object, reason: string | null = null) =>
    eachOf(choices).map(
      (index) =>
        `data: ${JSON.stringify({ ...head, choices: [{ index, delta: delta(), finish_reason: reason }] })}\n\n`,
    );
  yield* events(() => ({ role: 'assistant', content: '' }));
  if (toolCall) yield* events(() => ({ tool_calls: [{ index: 0, ...toolCallOf(toolCall) }] }));
  else
    for (const [index, word] of words.entries())
      yield* events(() => ({ content: index === 0 ? word : ` ${word}` }));
  yield* events(() => ({}), finishReason);
  yield `data: ${JSON.stringify({ ...head, choices: [], usage: usageOf(answer, choices) })}\n\n`;
  yield 'data: [DONE]\n\n';
}
