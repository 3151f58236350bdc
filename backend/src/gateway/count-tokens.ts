import type { Provider } from './snapshots/catalogue.ts';

/** Counts tokens when the upstream does not say: of texts, and what a message and the answer's start add. */
export type TokenCounter = {
  /** @param enough counting may stop here */
  count: (texts: Iterable<string>, enough?: bigint) => Promise<bigint>;
  perMessage: bigint;
  perReply: bigint;
};

/** The simulated provider's rule: one token is one whitespace-separated word. */
export const countWords = (text: string): number => text.match(/\S+/g)?.length ?? 0;

const wordCounter: TokenCounter = {
  async count(texts, enough = noEnd) {
    let words = 0n;
    for (const text of texts) {
      words += BigInt(countWords(text));
      if (words >= enough) break;
    }
    return words;
  },
  perMessage: 0n,
  perReply: 0n,
};

/**
 * The counter for a provider. For real ones: the o200k_base tokenizer, and OpenAI's published rule of 3
 * tokens a message plus its role, and 3 for the start of the answer. The tokenizer is large, so it is
 * loaded when it is first needed.
 */
export async function tokenCounterFor(kind: Provider['kind']): Promise<TokenCounter> {
  if (kind === 'simulated') return wordCounter;
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  const countPiece = (piece: string) => countTokens(piece, { disallowedSpecial: new Set() });
  return {
    count: (texts, enough = noEnd) => countInTurns(texts, enough, countPiece),
    perMessage: 4n,
    perReply: 3n,
  };
}

const noEnd = 1n << 62n;
const sliceLength = 64 * 1024;
const turnMs = 10;
/** Texts beyond this are counted by samples: a settlement does not take minutes. */
const countedLengthMost = 1024 * 1024;
const sampleLength = 4 * 1024;

/** Counts long texts in slices and lets others have their turn in between: a prompt may be megabytes long. */
async function countInTurns(
  texts: Iterable<string>,
  enough: bigint,
  countPiece: (piece: string) => number,
): Promise<bigint> {
  let tokens = 0;
  let countedLength = 0;
  let length = 0;
  let turnEndsMs = performance.now() + turnMs;
  for (const text of texts) {
    length += text.length;
    for (const piece of piecesOf(sampleOf(text, countedLengthMost - countedLength))) {
      tokens += countPiece(piece);
      countedLength += piece.length;
      if (tokens >= enough) return enough;
      if (performance.now() < turnEndsMs) continue;
      await new Promise((resume) => setImmediate(resume));
      turnEndsMs = performance.now() + turnMs;
    }
  }
  return BigInt(countedLength === length ? tokens : Math.ceil((tokens * length) / countedLength));
}

/** The whole text, or pieces from all over it that together have about the length that may be counted. */
function sampleOf(text: string, length: number): string {
  if (text.length <= length) return text;
  const count = Math.floor(length / sampleLength);
  if (count < 1) return '';
  const step = Math.floor(text.length / count);
  const pieces = Array.from({ length: count }, (_, index) =>
    text.slice(index * step, index * step + sampleLength),
  );
  return pieces.join('');
}

/** A run of one kind of characters that no language writes; the tokenizer's work grows with the square of its length. */
const longRun = /[\p{L}\p{M}]{200}|[^\s\p{L}\p{N}]{200}|\s{200}/gu;

function* piecesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = sliceEnd(text, start);
    const slice = text.slice(start, end);
    let from = 0;
    for (const run of slice.matchAll(longRun)) {
      yield slice.slice(from, run.index + run[0].length);
      from = run.index + run[0].length;
    }
    if (from < slice.length) yield slice.slice(from);
    start = end;
  }
}

/** Slices end before a space where they can: no token reaches over it. */
function sliceEnd(text: string, start: number): number {
  const end = start + sliceLength;
  if (end >= text.length) return text.length;
  const space = text.lastIndexOf(' ', end);
  return space > start ? space : end;
}
