/** Where a member of an object's top level begins and ends in the bytes. */
export type Member = { start: number; keyEnd: number; valueStart: number; end: number };

/** How much structure a JSON text may have: containers are lists and objects, values everything in them. */
export type JsonLimits = { depth: number; members: number; containers: number; values: number };

export type JsonScan = ReturnType<typeof createJsonScan>;

const noLimits: JsonLimits = { depth: Infinity, members: Infinity, containers: Infinity, values: Infinity };

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openingBracket = 0x5b;
const backslash = 0x5c;
const closingBracket = 0x5d;
const openingBrace = 0x7b;
const closingBrace = 0x7d;

/**
 * Looks over the bytes of a JSON object as they arrive: how much structure they have, and where the members of
 * its top level are. Linear, and in as many turns as there are chunks, so that nobody waits for it. It does not
 * prove that the text is JSON: what it says holds where JSON.parse takes the text.
 */
export function createJsonScan(limits: JsonLimits = noLimits) {
  const members: Member[] = [];
  let depth = 0;
  let memberCount = 0;
  let containerCount = 0;
  let valueCount = 0;
  let exceeded: keyof JsonLimits | null = null;
  let isObject: boolean | null = null;
  let offset = 0;
  let inString = false;
  let isEscaped = false;
  // The member of the top level that is under way.
  let start = -1;
  let keyEnd = -1;
  let valueStart = -1;
  let awaitsValue = false;
  let lastEnd = 0;

  /** Something that is no space, in the top level of the object or around it. */
  function note(position: number) {
    if (depth === 0) isObject = false;
    if (awaitsValue) {
      valueStart = position;
      awaitsValue = false;
    } else if (start < 0) start = position;
    lastEnd = position + 1;
  }

  function open(byte: number, position: number) {
    if (depth === 0) isObject = isObject === null && byte === openingBrace;
    else if (depth === 1) note(position);
    if (++containerCount > limits.containers) exceeded ??= 'containers';
    if (++valueCount > limits.values) exceeded ??= 'values';
    if (++depth > limits.depth) exceeded ??= 'depth';
  }

  function close(position: number) {
    if (depth === 1) endMember();
    depth -= 1;
    if (depth < 0) isObject = false;
    lastEnd = position + 1;
  }

  function endMember() {
    if (valueStart >= 0) members.push({ start, keyEnd, valueStart, end: lastEnd });
    start = valueStart = -1;
    awaitsValue = false;
  }

  function endKey() {
    if (++memberCount > limits.members) exceeded ??= 'members';
    if (depth !== 1 || valueStart >= 0) return;
    keyEnd = lastEnd;
    awaitsValue = true;
  }

  /** Where the string ends that `chunk` is in at `from`, or the chunk does. */
  function skipString(chunk: Buffer, from: number): number {
    const end = endOfString(chunk, isEscaped ? from + 1 : from);
    isEscaped = end === endlessEscaped;
    if (end < 0) return chunk.length;
    inString = false;
    if (depth <= 1) lastEnd = offset + end + 1;
    return end + 1;
  }

  return {
    push(chunk: Buffer) {
      for (let at = 0; at < chunk.length && exceeded === null && isObject !== false;) {
        if (inString) {
          at = skipString(chunk, at);
          continue;
        }
        const byte = chunk[at] as number;
        if (byte === comma) {
          if (++valueCount > limits.values) exceeded ??= 'values';
          if (depth === 1) endMember();
        } else if (byte === colon) endKey();
        else if (byte === openingBrace || byte === openingBracket) open(byte, offset + at);
        else if (byte === closingBrace || byte === closingBracket) close(offset + at);
        else if (depth <= 1 && !isSpace(byte)) note(offset + at);
        if (byte === quote) inString = true;
        at += 1;
      }
      offset += chunk.length;
    },
    /** The first limit that the text goes beyond. */
    exceeded: () => exceeded,
    /** Whether the bytes so far are one object with nothing around it, as far as brackets tell. */
    isWholeObject: () => isObject === true && depth === 0 && !inString,
    /** Equal keys are all among them, in order. */
    members: () => members,
  };
}

const endless = -1;
const endlessEscaped = -2;
const steps = 64;

/**
 * Where the closing quote is of a string that goes on at `from`, byte by byte, and by leaps where it is long.
 * Negative: beyond the chunk, `endlessEscaped` when the first byte there is escaped.
 */
function endOfString(chunk: Buffer, from: number): number {
  const { length } = chunk;
  for (let at = from; ;) {
    for (const stop = Math.min(at + steps, length); at < stop; at += 1) {
      const byte = chunk[at];
      if (byte === backslash) at += 1;
      else if (byte === quote) return at;
    }
    if (at > length) return endlessEscaped;
    const found = chunk.indexOf(quote, at);
    const end = found < 0 ? length : found;
    const isEscaped = backslashesBefore(chunk, at, end) % 2 === 1;
    if (found < 0) return isEscaped ? endlessEscaped : endless;
    if (!isEscaped) return found;
    at = found + 1;
  }
}

function backslashesBefore(chunk: Buffer, from: number, end: number): number {
  let count = 0;
  while (end - 1 - count >= from && chunk[end - 1 - count] === backslash) count += 1;
  return count;
}

function isSpace(byte: number): boolean {
  return byte === space || byte === lineFeed || byte === carriageReturn || byte === tab;
}

/** The key of a member, without its escapes. */
export function keyOf(bytes: Buffer, { start, keyEnd }: Member): string {
  return JSON.parse(bytes.toString('utf8', start, keyEnd)) as string;
}
