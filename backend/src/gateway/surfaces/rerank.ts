import { readRerankUsage } from '../dialects/rerank.ts';
import { invalidRequest } from '../errors.ts';
import { likelyTokens } from '../input-text.ts';
import type { Surface } from '../surface.ts';
import { requireModelName } from './fields.ts';
import { inputOnly } from './input-only.ts';
import { listAnswer } from './list-answer.ts';

const mostDocuments = 10_000;
const markTokens = 4n;

/** Rerank in the shape of Cohere and Jina: texts in the order in which they answer a query. */
export const rerankSurface: Surface = {
  name: 'rerank',
  upstreamPath: 'rerank',
  ...listAnswer('results', (valueOf) => readRerankUsage(valueOf('usage'), valueOf('meta'))),
  understand(body, bodyBytes) {
    const { query } = body;
    if (typeof query !== 'string' || query === '') throw invalidRequest('"query" must be a text.', 'query');
    const documents = readDocuments(body.documents);
    const count = BigInt(documents.length);
    return {
      modelName: requireModelName(body),
      // The query is read anew with each document.
      inputTokensMost: BigInt(bodyBytes) + count * (BigInt(Buffer.byteLength(query)) + markTokens),
      inputTokensLikely: count * likelyTokens([query]) + likelyTokens(documents),
      mediaTokensMost: 0n,
      images: 0n,
      inputField: 'documents',
      unboundedPart: null,
      countInput: async (counter) =>
        count * (await counter.count([query])) + (await counter.count(documents)),
      ...inputOnly,
    };
  },
};

/** The texts of documents; those of several fields as JSON. @throws 400 */
function readDocuments(documents: unknown): string[] {
  if (!Array.isArray(documents) || documents.length === 0 || documents.length > mostDocuments)
    throw invalidRequest(`"documents" must be a list of 1 to ${mostDocuments} documents.`, 'documents');
  return documents.map((document: unknown) => {
    if (typeof document === 'string') return document;
    if (!isText(document))
      throw invalidRequest('Every document must be a text, or an object of texts.', 'documents');
    return typeof document.text === 'string' && Object.keys(document).length === 1
      ? document.text
      : JSON.stringify(document);
  });
}

/** Media by whatever name, of which nobody could tell how many tokens they are. */
const media = /image|video|audio|file|url|blob/i;

function isText(document: unknown): document is Record<string, unknown> {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return false;
  return Object.entries(document).every(([name, value]) => typeof value !== 'object' && !media.test(name));
}
