import { createHash } from 'node:crypto';
import { countWords } from '../count-tokens.ts';

type Message = { role?: string; content?: unknown };
export type ChatBody = {
  model: string;
  messages: Message[];
  max_tokens?: number | null;
  max_completion_tokens?: number | null;
  tools?: { function?: { name?: unknown } }[] | null;
  tool_choice?: unknown;
};

/** What a simulated chat model answers: its words (one token each), or a tool call. */
export type SimulatedAnswer = {
  words: string[];
  toolCall: { name: string; arguments: string } | null;
  finishReason: 'stop' | 'length' | 'tool_calls';
  promptTokens: number;
};

/** An answer in the words of one API: whole, or as the events of a stream, one by one as they are sent. */
export type SimulatedSpeech = (body: unknown) => {
  wordCount: number;
  eventCount: number;
  body: () => object;
  events: () => Iterable<string>;
};

const lorem =
  'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua'.split(
    ' ',
  );
const defaultLoremTokens = 64;
/** The longest answer of these models. */
const mostWords = 100_000;

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
  const limit = body.max_completion_tokens ?? body.max_tokens ?? null;
  if (body.model !== 'sim-echo') {
    const length = Math.min(limit ?? defaultLoremTokens, mostWords);
    const words = Array.from({ length }, (_, index) => lorem[index % lorem.length] as string);
    return { words, toolCall: null, finishReason: limit === null ? 'stop' : 'length', promptTokens };
  }
  const lastUser = body.messages.findLast(({ role }) => role === 'user');
  const most = Math.min(limit ?? mostWords, mostWords);
  const said = lastUser ? firstWords(textOf(lastUser), most + 1) : [];
  const finishReason = said.length > most ? 'length' : 'stop';
  return { words: said.slice(0, most), toolCall: null, finishReason, promptTokens };
}

function firstWords(text: string, count: number): string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(/\S+/g)) {
    if (words.length >= count) break;
    words.push(word);
  }
  return words;
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
  return content.map((part: { text?: string } | null) => part?.text ?? '').join(' ');
}

/** The tool a request insists on; with "auto" these models never choose one. */
function forcedTool({ tools, tool_choice: choice }: ChatBody): string | undefined {
  const name =
    choice === 'required'
      ? tools?.[0]?.function?.name
      : (choice as { function?: { name?: unknown } } | null | undefined)?.function?.name;
  return typeof name === 'string' ? name : undefined;
}
