import { invalidRequest } from '../errors.ts';
import { mostTokens, optionalCount } from './fields.ts';

/** The words for the longest answer: OpenAI's, and those of Google, TGI, Llama, Anthropic, llama.cpp and Ollama. */
export const boundWords = [
  'max_completion_tokens',
  'max_tokens',
  'max_output_tokens',
  'max_new_tokens',
  'max_gen_len',
  'max_tokens_to_sample',
  'n_predict',
  'num_predict',
];

/**
 * The bound a client gives each choice of the answer, in whatever words; of several the largest. Servers differ
 * in which word they obey, so all are read and one goes on. @throws 400
 */
export function readBounds(body: Record<string, unknown>): {
  boundFields: string[];
  outputTokensMost: bigint | null;
} {
  const boundFields = boundWords.filter((word) => Object.hasOwn(body, word));
  let outputTokensMost: bigint | null = null;
  for (const word of boundFields) {
    const bound = optionalCount(body, word, mostTokens);
    if (bound !== null && (outputTokensMost === null || bound > outputTokensMost)) outputTokensMost = bound;
  }
  return { boundFields, outputTokensMost };
}

/**
 * How long each choice may think at the most. Anthropic and OpenRouter count it within the bound of the answer,
 * DashScope beside it, so it is held for beside it. Null: as long as it likes, since DashScope's switch is on and nothing
 * bounds it. @throws 400
 */
export function readThinking(body: Record<string, unknown>): bigint | null {
  const budgets: [string, unknown][] = [
    ['thinking.budget_tokens', memberOf(body.thinking, 'budget_tokens')],
    ['reasoning.max_tokens', memberOf(body.reasoning, 'max_tokens')],
    ['thinking_budget', body.thinking_budget],
    ['max_thinking_tokens', body.max_thinking_tokens],
  ];
  let most: bigint | null = isThinkingOn(body) ? null : 0n;
  for (const [name, value] of budgets) {
    if (value === undefined || value === null) continue;
    if (!Number.isInteger(value) || (value as number) > mostTokens)
      throw invalidRequest(`"${name}" must be a whole number up to ${mostTokens}.`, name);
    const bound = (value as number) > 0 ? BigInt(value as number) : 0n;
    if (most === null || bound > most) most = bound;
  }
  return most;
}

/** The least that Anthropic lets a model think. */
const thinkingLeast = 1_024n;

/** Anthropic refuses a budget for thinking that the bound of the answer does not exceed. */
export function fitThinking({ thinking }: Record<string, unknown>, bound: bigint): Record<string, string> {
  const budget = memberOf(thinking, 'budget_tokens');
  if (typeof budget !== 'number' || BigInt(budget) < bound) return {};
  const fitting = { ...(thinking as object), budget_tokens: Number(bound) - 1 };
  return { thinking: JSON.stringify(bound > thinkingLeast ? fitting : { type: 'disabled' }) };
}

const isThinkingOn = ({ enable_thinking: isOn }: Record<string, unknown>) =>
  isOn !== undefined && isOn !== null && isOn !== false;

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
