import { keyOf, type Member } from './json-scan.ts';

/**
 * Rewrites members of a JSON object's top level in its bytes, and leaves every other byte as it came: numbers
 * keep their digits, unknown fields their order. JSON.parse must have taken the bytes before.
 * @param members all that the top level has
 * @param set members to give these values (JSON text), added where absent
 * @param isUnwanted tells members to take out
 */
export function rewriteMembers(
  bytes: Buffer,
  members: Member[],
  set: Record<string, string>,
  isUnwanted: (key: string) => boolean,
): Buffer {
  const keys = members.map((member) => keyOf(bytes, member));
  // JSON.parse lets the last of equal keys win; taking the others out keeps upstream from seeing it otherwise.
  const lastIndex = new Map(keys.map((key, index) => [key, index]));
  const kept = members.flatMap((member, index) => {
    const key = keys[index] as string;
    if (isUnwanted(key) || lastIndex.get(key) !== index) return [];
    const value = Object.hasOwn(set, key) ? set[key] : undefined;
    return [
      value === undefined
        ? [bytes.subarray(member.start, member.end)]
        : [bytes.subarray(member.start, member.valueStart), Buffer.from(value)],
    ];
  });
  const added = Object.entries(set).flatMap(([key, value]) =>
    lastIndex.has(key) ? [] : [[Buffer.from(`${JSON.stringify(key)}:${value}`)]],
  );
  const parts = [...kept, ...added].flatMap((part, index) => (index === 0 ? part : [separator, ...part]));
  return Buffer.concat([opening, ...parts, closing]);
}

const opening = Buffer.from('{');
const separator = Buffer.from(',');
const closing = Buffer.from('}');
