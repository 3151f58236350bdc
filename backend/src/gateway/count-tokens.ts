import type { Provider } from './snapshots/catalogue.ts';

/** Counts tokens when the upstream does not say: of texts, and what a message and the answer's start add. */
export type TokenCounter = {
  /** @param enough counting may stop here */
  count: (texts: Iterable<string>, enough?: bigint) => Promise<bigint>;
  perMessage: bigint;
  perReply: bigint;
};

/** The simulated provider's rule: one token is one whitespace-separated word. */
export function countWords(text: string): number {
  let words = 0;
  let isInWord = false;
  for (let at = 0; at < text.length; at += 1) {
    const isWord = !isSpace(text.charCodeAt(at));
    if (isWord && !isInWord) words += 1;
    isInWord = isWord;
  }
  return words;
}

/** What `\s` matches, without an array of all words of a long text. */
function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return code >= 0xa0 && otherSpaces.has(code);
}
const otherSpaces: ReadonlySet<number> = new Set([
  0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a,
  0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff,
]);

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
