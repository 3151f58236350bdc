import { invalidRequest } from './errors.ts';
import { boundWords } from './surfaces/chat-bounds.ts';

/**
 * What is read of a request, of its messages and of their parts, and decides what a call costs. Servers in Go, Ollama
 * among them, take these names in any case and obey the last: `Model` beside `model` would be another request there.
 */
const readNames: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'input',
  'instructions',
  'system',
  'prompt',
  'suffix',
  'echo',
  'query',
  'documents',
  'background',
  'conversation',
  'context_management',
  'output',
  'stream',
  'stream_options',
  'n',
  ...boundWords,
  'thinking',
  'reasoning',
  'enable_thinking',
  'thinking_budget',
  'max_thinking_tokens',
  'tools',
  'functions',
  'response_format',
  'chat_template_kwargs',
  'role',
  'content',
  'type',
  'text',
  'image_url',
  'source',
  'input_audio',
  'file',
  'file_id',
  'audio',
  'images',
  'image',
  'video',
  'videos',
  'files',
  'attachments',
  'mask',
  'partial_images',
  'stream_format',
  'speed',
]);

const plainName = /^[a-z0-9_]*$/;

/** A name without its case, as Go's JSON compares them: the Kelvin sign is a k, the long s an s. */
export function foldName(name: string): string {
  return plainName.test(name) ? name : name.toUpperCase().toLowerCase();
}

/** Whether something is read of a field with this name. */
export const isReadName = (name: string) => readNames.has(name);

/** @param param the field to name in the error; the name itself where absent. @throws 400 for a name that is read, in another case */
export function refuseOtherCase(names: string[], param?: string): void {
  for (const name of names) {
    const folded = foldName(name);
    if (folded !== name && readNames.has(folded))
      throw invalidRequest(`"${name}" must be written "${folded}".`, param ?? name);
  }
}
