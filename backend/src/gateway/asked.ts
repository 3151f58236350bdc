import type { BasicPart } from '../lib/price-list.ts';
import type { Units } from '../lib/token-counts.ts';
import type { TokenCounter } from './count-tokens.ts';

/** What a surface reads in a request. */
export type Asked = {
  modelName: string;
  stream: boolean;
  /** The client asked for the usage chunk at the end of its stream. */
  wantsUsage: boolean;
  /** What `stream_options` has to be upstream, so that usage comes: JSON. Null: it comes anyway. */
  streamOptions: (() => string) | null;
  /** The most tokens the input can be, and about how many it is. */
  inputTokensMost: bigint;
  inputTokensLikely: bigint;
  /** How many of the most may be media (images, audio, files): these have prices of their own. */
  mediaTokensMost: bigint;
  /** Images in the input. */
  images: bigint;
  /** The field that most of the input is in. */
  inputField: string;
  /** A kind of media in the input that nothing but the model's context bounds. */
  unboundedPart: string | null;
  /** The most tokens the client lets each choice of the answer have; null: it did not say. */
  outputTokensMost: bigint | null;
  /** The fields that are there in which one can be set. */
  boundFields: string[];
  /** Tokens that each choice may have beside that bound: thinking, where a server keeps the two apart, or an echo; null: nothing bounds them. */
  besideTokensMost: bigint | null;
  /** What it is charged by, where it has no price as a whole. */
  chargedParts: BasicPart[];
  /** How many answers are asked for (`n`). */
  choices: bigint;
  /** Everything of the input that counts as tokens, for counting exactly when the upstream does not say. */
  countInput: (counter: TokenCounter) => Promise<bigint>;
  /** Images and sound: what is counted beside tokens. */
  media?: MediaAsked;
};

/** What a call for images or sound has beside tokens. */
export type MediaAsked = {
  /** The most there can be of each unit, and about how many: what is charged where the upstream does not say. */
  most: Units;
  likely: Units;
  /** Tokens of the sound in the input, where the upstream does not say: about so many. */
  inputTokens: bigint;
  /** The same of an answer with these units; null: its texts are counted. */
  outputTokens: ((units: Units) => bigint) | null;
  /** What an answer is that is no JSON; null: all are. */
  answers: 'text' | 'sound' | null;
  /** Sound in the answer is nothing but samples. */
  isPcm?: boolean;
};
