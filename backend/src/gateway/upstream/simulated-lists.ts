import { randomUUID } from 'node:crypto';
import { countWords } from '../count-tokens.ts';
import { simulateEmbedding } from './simulated-answer.ts';

/** Answers that are lists: vectors, judgements, ranks. A text says what is wrong with the request. */
export function simulateList(path: string, body: unknown): object | string {
  if (path === 'moderations') return moderationsBody(body as { model: string; input: unknown });
  if (path === 'rerank') return rerankBody(body as RerankBody);
  const {
    model,
    input = '',
    ...options
  } = body as { model: string; input?: EmbeddingInput } & EmbeddingOptions;
  const { dimensions: wanted } = options;
  if (wanted != null && !(Number.isInteger(wanted) && wanted > 0 && wanted <= mostDimensions))
    return `"dimensions" must be a whole number from 1 to ${mostDimensions}.`;
  return embeddingsBody(model, textsOf(input), options);
}

/** Nothing is ever flagged. */
function moderationsBody({ model, input }: { model: string; input: unknown }): object {
  const isParts = Array.isArray(input) && typeof input[0] === 'object';
  const inputs: unknown[] = Array.isArray(input) && !isParts ? input : [input];
  return {
    id: `modr-${randomUUID()}`,
    model,
    results: inputs.map(() => ({ flagged: false, categories: {}, category_scores: {} })),
  };
}

type RerankBody = {
  query: string;
  documents: (string | { text?: string })[];
  top_n?: number | null;
  return_documents?: boolean | null;
};

/** By how many of the query's words a document has. */
function rerankBody({ query, documents, top_n: most, return_documents: returns }: RerankBody): object {
  const wordsIn = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const wanted = [...new Set(wordsIn(query))];
  const texts = documents.map((document) =>
    typeof document === 'string' ? document : (document.text ?? JSON.stringify(document)),
  );
  const results = texts
    .map((text, index) => {
      const words = new Set<string>(wordsIn(text));
      const shared = wanted.filter((word) => words.has(word)).length;
      const relevance_score = wanted.length === 0 ? 0 : shared / wanted.length;
      return { index, relevance_score, ...(returns && { document: { text } }) };
    })
    .toSorted((a, b) => b.relevance_score - a.relevance_score)
    .slice(0, most ?? undefined);
  const tokens = texts.reduce((sum, text) => sum + countWords(query) + countWords(text), 0);
  return {
    id: `rerank-${randomUUID()}`,
    results,
    meta: { billed_units: { search_units: 1 }, tokens: { input_tokens: tokens } },
    usage: { total_tokens: tokens },
  };
}

type EmbeddingOptions = { dimensions?: number | null; encoding_format?: 'float' | 'base64' };
type EmbeddingInput = string | (string | number | number[])[];

const mostDimensions = 4_096;

/** The texts to embed; a list of tokens is one text, and each of its tokens a word. */
function textsOf(input: EmbeddingInput): string[] {
  if (typeof input === 'string') return [input];
  if (typeof input[0] === 'number') return [input.join(' ')];
  return input.map((item) => (Array.isArray(item) ? item.join(' ') : String(item)));
}

function embeddingsBody(
  model: string,
  inputs: string[],
  { dimensions, encoding_format: format }: EmbeddingOptions,
): object {
  // The official SDK asks for base64 of 32-bit floats and decodes it itself.
  const encode = (vector: number[]) =>
    format === 'base64' ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector;
  const tokens = inputs.reduce((sum, input) => sum + countWords(input), 0);
  return {
    object: 'list',
    model,
    data: inputs.map((input, index) => ({
      object: 'embedding',
      index,
      embedding: encode(simulateEmbedding(input, dimensions ?? undefined)),
    })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}
