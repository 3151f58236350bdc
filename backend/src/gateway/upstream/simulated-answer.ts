import { createHash } from 'node:crypto';
import { countWords } from '../count-tokens.ts';

type Message = { role?: string; content?: unknown };
type ChatBody = {
  model: string;
  messages: Message[];
  max_tokens?: number;
  max_completion_tokens?: number;
  tools?: { function: { name: string } }[];
  tool_choice?: unknown;
};

/** What a simulated chat model answers: its words (one token each), or a tool call. */
export type SimulatedAnswer = {
  words: string[];
  toolCall: { name: string; arguments: string } | null;
  finishReason: 'stop' | 'length' | 'tool_calls';
  promptTokens: number;
};

const lorem =
  'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua'.split(
    ' ',
  );
const defaultLoremTokens = 64;

/** The rules of the simulated models, in one place: sim-echo repeats the last user message, the others speak lorem. */
export function simulateChat(body: ChatBody): SimulatedAnswer {
  const promptTokens = body.messages.reduce((sum, message) => sum + countWords(textOf(message)), 0);
  const forced = forcedTool(body);
  if (forced)
    return {
      words: ['{}'],
      toolCall: { name: forced, arguments: '{}' },
      finishReason: 'tool_calls',
      promptTokens,
    };
  const limit = body.max_completion_tokens ?? body.max_tokens;
  if (body.model !== 'sim-echo') {
    const words = Array.from(
      { length: limit ?? defaultLoremTokens },
      (_, index) => lorem[index % lorem.length] as string,
    );
    return { words, toolCall: null, finishReason: limit === undefined ? 'stop' : 'length', promptTokens };
  }
  const lastUser = body.messages.findLast(({ role }) => role === 'user');
  const said = lastUser ? (textOf(lastUser).match(/\S+/g) ?? []) : [];
  const words = said.slice(0, limit);
  return {
    words,
    toolCall: null,
    finishReason: words.length < said.length ? 'length' : 'stop',
    promptTokens,
  };
}

/** A deterministic unit vector of a text. */
export function simulateEmbedding(text: string, dimensions = 8): number[] {
  const digest = createHash('sha256').update(text).digest();
  const vector = Array.from(
    { length: dimensions },
    (_, index) => (digest[index % digest.length] as number) / 127.5 - 1,
  );
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

function textOf({ content }: Message): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: { text?: string }) => part.text ?? '').join(' ');
}

/** The tool a request insists on; with "auto" these models never choose one. */
function forcedTool({ tools, tool_choice: choice }: ChatBody): string | undefined {
  if (choice === 'required') return tools?.[0]?.function.name;
  return (choice as { function?: { name?: string } } | undefined)?.function?.name;
}
