import { invalidRequest } from '../../errors.ts';
import { isSet, objectOf, withoutGaps } from '../json.ts';
import { cannotSay, wordOf } from '../refuse.ts';
import type { Body } from '../translation.ts';

const dataUrl = /^data:([\w.+-]+\/[\w.+-]+)?(?:;[\w-]+=[^;,]*)*;base64,/i;

/** A content as blocks; empty texts say nothing, and are refused there. @throws 400 */
export function blocksOf(content: unknown): Body[] {
  if (!isSet(content)) return [];
  const parts: unknown[] = Array.isArray(content) ? content : [content];
  return parts.map(blockOf).filter(({ type, text }) => type !== 'text' || text !== '');
}

function blockOf(part: unknown): Body {
  if (typeof part === 'string') return { type: 'text', text: part };
  const { type, text, refusal, image_url, file, cache_control } = objectOf(part);
  const block = (members: Body) => withoutGaps({ ...members, cache_control });
  if (type === 'text') return block({ type: 'text', text });
  if (type === 'refusal') return block({ type: 'text', text: refusal });
  if (type === 'image_url') return block({ type: 'image', source: imageOf(image_url) });
  if (type === 'file') return block(documentOf(objectOf(file)));
  throw cannotSay('messages', `parts of the type ${wordOf(type)}`);
}

function imageOf(image: unknown): Body {
  const url = typeof image === 'string' ? image : objectOf(image).url;
  if (typeof url !== 'string') throw invalidRequest('An image must have a "url".', 'messages');
  return base64Of(url) ?? { type: 'url', url };
}

/** @throws 400 for anything but a PDF */
function documentOf({ file_data: data, filename }: Body): Body {
  const source = typeof data === 'string' ? base64Of(data) : null;
  if (source?.media_type !== 'application/pdf') throw cannotSay('messages', 'files other than PDFs');
  return { type: 'document', source, title: typeof filename === 'string' ? filename : undefined };
}

/** A data URL as Anthropic has it; null: it is none. */
export function base64Of(url: string): Body | null {
  const head = dataUrl.exec(url.slice(0, 300));
  if (!head) return null;
  return { type: 'base64', media_type: head[1]?.toLowerCase(), data: url.slice(head[0].length) };
}
