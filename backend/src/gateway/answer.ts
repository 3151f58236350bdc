import { createJsonScan, type JsonScan, keyOf } from './json-scan.ts';
import type { Answer, AnswerShape } from './surface.ts';

/** Answers up to here are parsed as a whole, which is cheaper than to look over them. */
const parsedBytesMost = 64 * 1024;

/**
 * Reads a whole body. Long ones (embeddings, images) are not parsed: they are looked over while they come, so that
 * nobody waits for it, and their members are known from that.
 */
export function createAnswerReader(shape: AnswerShape) {
  let early: Buffer[] = [];
  let bytes = 0;
  let scan: JsonScan | undefined;

  return {
    look(chunk: Buffer): void {
      bytes += chunk.length;
      early.push(chunk);
      if (bytes <= parsedBytesMost) return;
      scan ??= createJsonScan();
      early.forEach(scan.push);
      early = [];
    },
    /** @returns null when it is no JSON object */
    read(body: Buffer): Answer | null {
      try {
        return scan ? readLong(body, scan, shape) : readShort(body, shape);
      } catch {
        return null;
      }
    },
  };
}

function readShort(body: Buffer, shape: AnswerShape): Answer | null {
  const answer: unknown = JSON.parse(body.toString('utf8'));
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return null;
  const members = answer as Record<string, unknown>;
  return shape.read({
    valueOf: (key) => members[key],
    isList: (key) => Array.isArray(members[key]),
  });
}

function readLong(body: Buffer, scan: JsonScan, shape: AnswerShape): Answer | null {
  if (!scan.isWholeObject()) return null;
  const members = new Map(scan.members().map((member) => [keyOf(body, member), member]));
  return shape.read({
    valueOf(key) {
      const member = members.get(key);
      return member && (JSON.parse(body.toString('utf8', member.valueStart, member.end)) as unknown);
    },
    isList(key) {
      const member = members.get(key);
      return member !== undefined && body[member.valueStart] === openingBracket;
    },
  });
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
