import { invalidRequest } from '../errors.ts';
import { refuseOtherCase } from '../field-names.ts';
import { type InputSize, sizeOfInput } from '../input-text.ts';
import { refuseServersTools } from './tools.ts';

type Item = Record<string, unknown>;

/** Items that are text as a whole: what was said and called before, and what the client's own tools answered. */
const textItems: ReadonlySet<unknown> = new Set([
  'reasoning',
  'function_call',
  'custom_tool_call',
  'computer_call',
  'local_shell_call',
  'local_shell_call_output',
  'shell_call',
  'shell_call_output',
  'apply_patch_call',
  'apply_patch_call_output',
  'web_search_call',
  'file_search_call',
  'code_interpreter_call',
]);

/** Items whose output is a text, or parts as in a message. */
const outputItems: ReadonlySet<unknown> = new Set([
  'function_call_output',
  'custom_tool_call_output',
  'computer_call_output',
]);

/** Items that have the server do something that is charged apart, or that nobody bounds. */
const orders = /^(mcp_|program|compaction_trigger$)/;

/** The input as items: a text is one message. @throws 400 */
export function readItems(input: unknown): Item[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  if (!Array.isArray(input) || input.length === 0)
    throw invalidRequest('"input" must be a string, or a list with at least one item.', 'input');
  if (!input.every((item): item is Item => typeof item === 'object' && item !== null))
    throw invalidRequest('Every item of "input" must be an object.', 'input');
  return input;
}

/** Looks over items and their parts; what is not known for certain is bounded by the context alone. @throws 400 */
export function sizeOfItems(items: Item[]): InputSize {
  return sizeOfInput(items.map(toMessage), 'input');
}

function toMessage(item: Item): object {
  const { type } = item;
  refuseOtherCase(Object.keys(item), 'input');
  if (typeof type === 'string' && orders.test(type))
    throw invalidRequest(`"input" may not have items of the type "${type.slice(0, 40)}".`, 'input');
  refuseServersTools(item.tools, isClientsTool);
  if (type === undefined || type === 'message') return item;
  if (outputItems.has(type)) return { content: item.output };
  return textItems.has(type) ? {} : { content: [item] };
}

/** Unlike in chat, a tool's definition is the tool itself. */
export function isClientsTool({ type, name }: Item): boolean {
  return (type === 'function' || type === 'custom') && typeof name === 'string';
}

/** Members that the model does not see, or that are counted apart. */
const labels: ReadonlySet<string> = new Set(['type', 'role', 'id', 'status', 'call_id', 'content', 'output']);

/** Everything of items that counts as text, text by text. */
export function* textsOfItems(items: Item[]): Generator<string> {
  for (const item of items) {
    yield* textsOfContent(item.content);
    yield* textsOfContent(item.output);
    const { type } = item;
    const rest = Object.entries(item).filter(([name]) => !labels.has(name));
    if (type !== undefined && type !== 'message' && rest.length > 0)
      yield JSON.stringify(Object.fromEntries(rest));
  }
}

function textsOfContent(content: unknown): string[] {
  if (typeof content === 'string') return [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: { text?: unknown; refusal?: unknown } | null) =>
    [part?.text, part?.refusal].filter((text) => typeof text === 'string'),
  );
}
