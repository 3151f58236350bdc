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
  finish_reason?: unknown;
};

/**
 * Collects what an answer says and counts as output, text by text: a stream's deltas add up to the texts
 * that a whole answer would have, so both count the same.
 */
export function createSaid() {
  const texts = new Map<string, string>();
  const add = (name: string, text: unknown) => {
    if (typeof text === 'string' && text !== '') texts.set(name, (texts.get(name) ?? '') + text);
  };

  return {
    add(choices: unknown) {
      objectsOf<Choice>(choices).forEach(({ index, delta, message }, position) => {
        for (const [name, text] of textsOf(delta ?? message))
          add(`${Number(index ?? position)} ${name}`, text);
      });
    },
    texts: (): string[] => [...texts.values()],
  };
}

function textsOf(message: Message | null | undefined): [string, unknown][] {
  if (!message) return [];
  const calls = objectsOf<ToolCall>(message.tool_calls);
  return [
    ['content', message.content],
    ['reasoning', message.reasoning_content ?? message.reasoning],
    ['refusal', message.refusal],
    ['function name', message.function_call?.name],
    ['function arguments', message.function_call?.arguments],
    ...calls.flatMap(({ index, function: called }, position): [string, unknown][] => [
      [`call ${Number(index ?? position)} name`, called?.name],
      [`call ${Number(index ?? position)} arguments`, called?.arguments],
    ]),
  ];
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
    ({ delta, finish_reason: finish }) =>
      (finish ?? null) === null &&
      Object.entries(delta ?? {}).every(
        ([name, value]) =>
          name === 'role' || value === null || value === '' || (Array.isArray(value) && value.length === 0),
      ),
  );
}
