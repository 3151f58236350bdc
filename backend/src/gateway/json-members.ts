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
  return topLevelMembers(text).length;
}

function topLevelMembers(text: string): Member[] {
  const members: Member[] = [];
  let position = skipSpace(text, text.indexOf('{') + 1);
  while (text[position] === '"') {
    const start = position;
    const keyEnd = skipString(text, start);
    const valueStart = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = skipValue(text, valueStart);
    members.push({ key: JSON.parse(text.slice(start, keyEnd)) as string, start, valueStart, end });
    position = skipSpace(text, skipSpace(text, end) + 1);
  }
  return members;
}

const space = /[^\s]/g;
function skipSpace(text: string, from: number): number {
  space.lastIndex = from;
  return space.exec(text)?.index ?? text.length;
}

function skipString(text: string, from: number): number {
  let end = text.indexOf('"', from + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0;
  while (text[quote - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

const structure = /["{}[\]]/g;
const scalarEnd = /[,}\s]/g;
function skipValue(text: string, from: number): number {
  const opening = text[from];
  if (opening === '"') return skipString(text, from);
  if (opening !== '{' && opening !== '[') {
    scalarEnd.lastIndex = from;
    return scalarEnd.exec(text)?.index ?? text.length;
  }
  let depth = 0;
  let position = from;
  for (;;) {
    structure.lastIndex = position;
    const index = structure.exec(text)?.index ?? text.length - 1;
    const character = text[index];
    if (character === '"') position = skipString(text, index);
    else {
      depth += character === '{' || character === '[' ? 1 : -1;
      position = index + 1;
      if (depth === 0) return position;
    }
  }
}
