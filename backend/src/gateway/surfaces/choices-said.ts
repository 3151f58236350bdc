/** A message, or a stream's delta of one, as far as it says something. */
export type Message = {
  content?: unknown;
  reasoning_content?: unknown;
  reasoning?: unknown;
  refusal?: unknown;
  tool_calls?: unknown;
  function_call?: ToolCall['function'];
};
type ToolCall = { index?: unknown; function?: { name?: unknown; arguments?: unknown } | null };

export type Choice = {
  index?: unknown;
  delta?: Message | null;
  message?: Message | null;
  /** Of completions that are no chat. */
  text?: unknown;
  finish_reason?: unknown;
};

/**
 * Collects what an answer says and counts as output, text by text: a stream's deltas add up to the texts
 * that a whole answer would have, so both count the same.
 */
export function createChoicesSaid() {
  const texts = new Map<string, string>();
  const indexes = new Set<number>();
  let bytes = 0;
  const add = (name: string, text: string) => {
    texts.set(name, (texts.get(name) ?? '') + text);
    bytes += Buffer.byteLength(text);
  };

  return {
    add(choices: unknown) {
      objectsOf<Choice>(choices).forEach((choice, position) => {
        const index = Number(choice.index ?? position);
        indexes.add(index);
        for (const [name, text] of textsOf(choice)) add(`${index} ${name}`, text);
      });
    },
    texts: (): string[] => [...texts.values()],
    bytes: () => bytes,
    /** The choices that were spoken of. */
    indexes: (): number[] => [...indexes],
  };
}

/** What a choice says; what says nothing in words that are known says what it is as JSON. */
function textsOf({ delta, message, text }: Choice): [string, string][] {
  const said = delta ?? message ?? {};
  const calls = objectsOf<ToolCall>(said.tool_calls);
  const known: [string, unknown][] = [
    ['content', textOfContent(said.content)],
    ['text', text],
    ['reasoning', said.reasoning_content ?? said.reasoning],
    ['refusal', said.refusal],
    ['function name', said.function_call?.name],
    ['function arguments', said.function_call?.arguments],
    ...calls.flatMap(({ index, function: called }, position): [string, unknown][] => [
      [`call ${Number(index ?? position)} name`, called?.name],
      [`call ${Number(index ?? position)} arguments`, called?.arguments],
    ]),
  ];
  const texts = known.filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  if (texts.length > 0) return texts;
  const unknown = Object.entries(said).filter(([name, value]) => !isKnown.has(name) && !isEmpty(value));
  return unknown.length === 0 ? [] : [['else', JSON.stringify(Object.fromEntries(unknown))]];
}

const isKnown: ReadonlySet<string> = new Set([
  'role',
  'content',
  'tool_calls',
  'function_call',
  // Signatures, beside the thinking that is counted.
  'thinking_blocks',
]);

/** Content may come as a list of parts; those that are no text count by their JSON. */
function textOfContent(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  return content
    .map((part: { text?: unknown } | null) =>
      typeof part?.text === 'string' ? part.text : JSON.stringify(part),
    )
    .join('');
}

/** The objects of a list that came from outside, where anything may be in its place. */
export function objectsOf<Item>(list: unknown): Item[] {
  return Array.isArray(list)
    ? (list as unknown[]).filter((item): item is Item => typeof item === 'object' && item !== null)
    : [];
}

/** Whether choices say nothing at all: no text, no end, nothing but a role. */
export function isSilent(choices: unknown): boolean {
  return objectsOf<Choice>(choices).every(
    ({ delta, text, finish_reason: finish }) =>
      (finish ?? null) === null &&
      isEmpty(text ?? null) &&
      Object.entries(delta ?? {}).every(([name, value]) => name === 'role' || isEmpty(value)),
  );
}

const isEmpty = (value: unknown) =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);
