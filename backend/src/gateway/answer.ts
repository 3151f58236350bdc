import { type JsonScan, keyOf } from './json-scan.ts';
import type { TokenCounts } from './token-counts.ts';
import { createSaid } from './said.ts';
import { readUsage } from './dialects/index.ts';

/** What a JSON answer is, as far as it matters here. */
export type Answer = {
  /** Its own counts, from its top level alone: what is in its texts and lists may come from anybody. */
  usage: TokenCounts | null;
  error: unknown;
  /** It has what was asked for. */
  hasContent: boolean;
};

/**
 * Reads a whole body. Long ones (embeddings) are not parsed: their members are known from looking over them.
 * @param contentMember the member that an answer has its content in
 * @returns null when it is no JSON object
 */
export function readAnswer(bytes: Buffer, scan: JsonScan, contentMember: string): Answer | null {
  if (!scan.isWholeObject()) return null;
  try {
    const members = new Map(scan.members().map((member) => [keyOf(bytes, member), member]));
    const valueOf = (key: string): unknown => {
      const member = members.get(key);
      return member && JSON.parse(bytes.toString('utf8', member.valueStart, member.end));
    };
    const content = members.get(contentMember);
    return {
      usage: readUsage('openai', valueOf('usage')),
      error: valueOf('error') ?? null,
      hasContent: content !== undefined && bytes[content.valueStart] === openingBracket,
    };
  } catch {
    return null;
  }
}

const openingBracket = 0x5b;

/** What a whole JSON answer says, text by text over all its choices. */
export function textsOfAnswer(body: Buffer): string[] {
  const said = createSaid();
  try {
    said.add((JSON.parse(body.toString('utf8')) as { choices?: unknown } | null)?.choices);
  } catch {
    // What cannot be read says nothing.
  }
  return said.texts();
}
