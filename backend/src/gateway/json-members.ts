/** Where the members of a JSON object's top level begin and end in its text. */
type Member = { key: string; start: number; valueStart: number; end: number };

/**
 * Rewrites top-level members of a JSON object in its text, and leaves every other byte as it came: numbers
 * keep their digits, unknown fields their order. `text` must have been parsed by JSON.parse before.
 * @param set members to give these values (JSON text), added where absent
 * @param isUnwanted tells members to take out
 */
export function rewriteMembers(
  text: string,
  set: Record<string, string>,
  isUnwanted: (key: string) => boolean,
): string {
  const members = topLevelMembers(text);
  // JSON.parse lets the last of equal keys win; taking the others out keeps upstream from seeing it otherwise.
  const lastIndex = new Map(members.map((member, index) => [member.key, index]));
  const kept = members.flatMap((member, index) => {
    if (isUnwanted(member.key) || lastIndex.get(member.key) !== index) return [];
    const value = Object.hasOwn(set, member.key) ? set[member.key] : undefined;
    return [
      value === undefined
        ? text.slice(member.start, member.end)
        : text.slice(member.start, member.valueStart) + value,
    ];
  });
  const added = Object.entries(set).flatMap(([key, value]) =>
    lastIndex.has(key) ? [] : [`${JSON.stringify(key)}:${value}`],
  );
  return `{${[...kept, ...added].join(',')}}`;
}

/** How many members the top level has, equal keys counted each. `text` must have been parsed by JSON.parse before. */
export function countMembers(text: string): number {
  let count = 0;
  walkMembers(text, () => (count += 1));
  return count;
}

function topLevelMembers(text: string): Member[] {
  const members: Member[] = [];
  walkMembers(text, (start, keyEnd, valueStart, end) =>
    members.push({ key: JSON.parse(text.slice(start, keyEnd)) as string, start, valueStart, end }),
  );
  return members;
}

function walkMembers(
  text: string,
  visit: (start: number, keyEnd: number, valueStart: number, end: number) => void,
): void {
  let position = skipSpace(text, text.indexOf('{') + 1);
  while (text.charCodeAt(position) === quote) {
    const keyEnd = skipString(text, position);
    const valueStart = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = skipValue(text, valueStart);
    visit(position, keyEnd, valueStart, end);
    position = skipSpace(text, skipSpace(text, end) + 1);
  }
}

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
const comma = 0x2c;
const openingBracket = 0x5b;
const backslash = 0x5c;
const closingBracket = 0x5d;
const openingBrace = 0x7b;
const closingBrace = 0x7d;

function skipSpace(text: string, from: number): number {
  let position = from;
  while (isSpace(text.charCodeAt(position))) position += 1;
  return position;
}

function isSpace(code: number): boolean {
  return code === space || code === lineFeed || code === carriageReturn || code === tab;
}

/** Where the string that begins at `from` ends. */
function skipString(text: string, from: number): number {
  let end = text.indexOf('"', from + 1);
  while (text.charCodeAt(end - 1) === backslash && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === backslash) before -= 1;
  return (at - before) % 2 === 0;
}

function skipValue(text: string, from: number): number {
  const opening = text.charCodeAt(from);
  if (opening === quote) return skipString(text, from);
  return opening === openingBrace || opening === openingBracket
    ? skipNested(text, from)
    : skipScalar(text, from);
}

function skipScalar(text: string, from: number): number {
  let position = from;
  for (; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code === comma || code === closingBrace || isSpace(code)) break;
  }
  return position;
}

function skipNested(text: string, from: number): number {
  let depth = 0;
  for (let position = from; position < text.length;) {
    const code = text.charCodeAt(position);
    if (code === quote) {
      position = skipString(text, position);
      continue;
    }
    position += 1;
    if (code === openingBrace || code === openingBracket) depth += 1;
    else if ((code === closingBrace || code === closingBracket) && (depth -= 1) === 0) return position;
  }
  return text.length;
}
