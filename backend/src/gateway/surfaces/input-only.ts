import type { Asked } from '../asked.ts';

/** What is asked for where an answer has no tokens of its own, and comes as a whole. */
export const inputOnly: Pick<
  Asked,
  | 'stream'
  | 'wantsUsage'
  | 'streamOptions'
  | 'outputTokensMost'
  | 'boundFields'
  | 'besideTokensMost'
  | 'chargedParts'
  | 'choices'
> = {
  stream: false,
  wantsUsage: false,
  streamOptions: null,
  outputTokensMost: 0n,
  boundFields: [],
  besideTokensMost: 0n,
  chargedParts: ['inputPerMillion'],
  choices: 1n,
};
