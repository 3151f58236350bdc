import { type JsonScan, keyOf } from './json-scan.ts';
import type { Answer, AnswerShape } from './surface.ts';

/**
 * Reads a whole body. Long ones (embeddings) are not parsed: their members are known from looking over them.
 * @returns null when it is no JSON object
 */
export function readAnswer(bytes: Buffer, scan: JsonScan, shape: AnswerShape): Answer | null {
  if (!scan.isWholeObject()) return null;
  try {
    const members = new Map(scan.members().map((member) => [keyOf(bytes, member), member]));
    return shape.read({
      valueOf(key) {
        const member = members.get(key);
        return member && (JSON.parse(bytes.toString('utf8', member.valueStart, member.end)) as unknown);
      },
      isList(key) {
        const member = members.get(key);
        return member !== undefined && bytes[member.valueStart] === openingBracket;
      },
    });
  } catch {
    return null;
  }
}

const openingBracket = 0x5b;

/** What a whole JSON answer says, text by text. */
export function textsOfAnswer(body: Buffer, shape: AnswerShape): string[] {
  try {
    const answer: unknown = JSON.parse(body.toString('utf8'));
    if (typeof answer === 'object' && answer !== null)
      return shape.textsOf(answer as Record<string, unknown>);
  } catch {
    // What cannot be read says nothing.
  }
  return [];
}
