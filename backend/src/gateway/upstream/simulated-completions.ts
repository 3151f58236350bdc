import { randomUUID } from 'node:crypto';
import { simulateChat, type SimulatedSpeech } from './simulated-answer.ts';

type Body = {
  model: string;
  prompt: string | number[] | (string | number[])[];
  n?: number | null;
  echo?: boolean | null;
  max_tokens?: number | null;
};

const textOf = (prompt: string | number[]) => (typeof prompt === 'string' ? prompt : prompt.join(' '));

function promptsOf({ prompt }: Body): string[] {
  if (typeof prompt === 'string' || typeof prompt[0] === 'number')
    return [textOf(prompt as string | number[])];
  return (prompt as (string | number[])[]).map(textOf);
}

/** The older completions: each prompt is answered as if it were a message. */
export const completionsSpeech: SimulatedSpeech = (json) => {
  const body = json as Body;
  const { model, max_tokens } = body;
  const answers = promptsOf(body).map((prompt) => ({
    prompt,
    ...simulateChat({ model, max_tokens, messages: [{ role: 'user', content: prompt }] }),
  }));
  const choices = answers.flatMap((answer) => Array.from({ length: body.n ?? 1 }, () => answer));
  const wordCount = choices.reduce((sum, { words }) => sum + words.length, 0);
  const promptTokens = answers.reduce((sum, answer) => sum + answer.promptTokens, 0);
  const usage = {
    prompt_tokens: promptTokens,
    completion_tokens: wordCount,
    total_tokens: promptTokens + wordCount,
  };
  const head = {
    id: `cmpl-${randomUUID()}`,
    object: 'text_completion',
    created: Math.floor(Date.now() / 1000),
    model,
  };
  const choice = (index: number, text: string, finish_reason: string | null) => ({
    index,
    text,
    logprobs: null,
    finish_reason,
  });
  const event = (chunk: object) => `data: ${JSON.stringify({ ...head, ...chunk })}\n\n`;
  const echoed = (prompt: string) => (body.echo ? [prompt] : []);
  return {
    wordCount,
    eventCount: wordCount + choices.length + 2,
    body: () => ({
      ...head,
      choices: choices.map(({ prompt, words, finishReason }, index) =>
        choice(index, [...echoed(prompt), ...words].join(' '), finishReason),
      ),
      usage,
    }),
    *events() {
      for (const [index, { prompt, words, finishReason }] of choices.entries()) {
        for (const [place, word] of [...echoed(prompt), ...words].entries())
          yield event({ choices: [choice(index, place === 0 ? word : ` ${word}`, null)] });
        yield event({ choices: [choice(index, '', finishReason)] });
      }
      yield event({ choices: [], usage });
      yield 'data: [DONE]\n\n';
    },
  };
};
