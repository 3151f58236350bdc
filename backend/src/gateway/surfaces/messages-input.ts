import { invalidRequest } from '../errors.ts';
import { refuseOtherCase } from '../field-names.ts';
import { type InputSize, sizeOfInput } from '../input-text.ts';
import { refuseServersTools } from './tools.ts';

type Block = Record<string, unknown>;

const blocksOf = (content: unknown): Block[] =>
  Array.isArray(content)
    ? content.filter((block): block is Block => typeof block === 'object' && block !== null)
    : [];

/** Blocks that are text as a whole: what was said, thought and called before. */
const textBlocks: ReadonlySet<unknown> = new Set([
  'text',
  'thinking',
  'redacted_thinking',
  'tool_use',
  'search_result',
]);

/** Looks over messages and their blocks, those within others too; what is not known for certain is bounded by the context alone. @throws 400 */
export function sizeOfMessages(messages: unknown[]): InputSize {
  let documentBytes = 0;
  function partsOf(content: unknown): object[] {
    if (Array.isArray(content)) return content.flatMap((block: unknown) => partOf(block));
    // Some servers of other APIs take a block alone.
    if (typeof content === 'object' && content !== null)
      throw invalidRequest('A content must be a text or a list of blocks.', 'messages');
    return [];
  }

  function partOf(block: unknown): object[] {
    if (typeof block !== 'object' || block === null)
      throw invalidRequest('Every block of a content must be an object.', 'messages');
    refuseOtherCase(Object.keys(block), 'messages');
    const { type, content } = block as Block;
    const source = ((block as Block).source ?? {}) as Block;
    if (textBlocks.has(type)) return [{}];
    if (type === 'tool_result') return [{}, ...partsOf(content)];
    if (type !== 'image' && type !== 'document') return [block];
    refuseOtherCase(Object.keys(source), 'messages');
    if (source.type === 'file')
      throw invalidRequest('Files that lie at the provider cannot be used: send their data.', 'messages');
    if (type === 'image') return [{ image_url: source.data ?? source.url ?? '' }];
    if (source.type === 'text') return [{}];
    if (source.type === 'content') return [{}, ...partsOf(source.content)];
    // Pages become text and images, and an address leads to anything.
    if (typeof source.data === 'string') documentBytes += source.data.length;
    return [{ type: 'document' }];
  }

  const size = sizeOfInput(
    messages.map((message) => {
      if (typeof message !== 'object' || message === null) return message;
      refuseOtherCase(Object.keys(message), 'messages');
      return { content: partsOf((message as Block).content) };
    }),
  );
  size.mediaBytes += documentBytes;
  return size;
}

/** Everything of a request that counts as text, text by text. */
export function* textsOfMessages(messages: unknown[], system: unknown, beside: unknown[]): Generator<string> {
  yield* textsOfContent(system);
  for (const message of messages) yield* textsOfContent((message as Block).content);
  for (const value of beside) if (value !== undefined && value !== null) yield JSON.stringify(value);
}

function textsOfContent(content: unknown): string[] {
  if (typeof content === 'string') return [content];
  return blocksOf(content).flatMap(({ type, text, thinking, name, input, content: inner, source }) => {
    if (type === 'tool_use') return [String(name), JSON.stringify(input ?? {})];
    if (type === 'tool_result' || type === 'search_result') return textsOfContent(inner);
    if (type === 'document') return textsOfSource(source);
    return [text, thinking].filter((said): said is string => typeof said === 'string');
  });
}

function textsOfSource(source: unknown): string[] {
  const { type, data, content } = (source ?? {}) as Block;
  return type === 'text' ? textsOfContent(data) : type === 'content' ? textsOfContent(content) : [];
}

/** Tools that Anthropic has defined and clients run. */
const definedTools = /^(bash|text_editor|memory|computer)_\d+$|^(computer|browser)_toolset_\d+$/;
const isDefined = (type: unknown) => typeof type === 'string' && definedTools.test(type);

/** What Anthropic adds to the prompt where there are tools, and for each that it has defined, with room to spare. */
const toolsTokens = 1_000n;
const definedToolTokens = 5_000n;

/** The most tokens that tools add beside their own definitions. @throws 400 for those that the server runs */
export function tokensBesideTools(tools: unknown): bigint {
  const words = '"tools" must be a list of tools that the client runs.';
  refuseServersTools(tools, isClientsTool, words);
  const all = blocksOf(tools);
  if (all.length === 0) return 0n;
  return toolsTokens + definedToolTokens * BigInt(all.filter(({ type }) => isDefined(type)).length);
}

const isClientsTool = ({ type, name }: Block) =>
  isDefined(type) || (typeof name === 'string' && (type === undefined || type === null || type === 'custom'));
