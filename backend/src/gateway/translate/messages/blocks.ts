import { invalidRequest } from '../../errors.ts';
import { objectOf, objectsOf, withoutGaps } from '../json.ts';
import { cannotSay, wordOf } from '../refuse.ts';
import type { Body } from '../translation.ts';

/** The texts of a content as one. */
export function joinedText(
  content: unknown,
  isWanted: (block: Body) => boolean = () => true,
  between = '\n',
): string {
  if (typeof content === 'string') return content;
  return objectsOf(content)
    .filter(isWanted)
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join(between);
}

/** What a user shows and says, part by part. @throws 400 */
export const partsOf = (blocks: Body[]): Body[] => blocks.map(partOf);

function partOf(block: Body): Body {
  const { type, text, title } = block;
  const source = objectOf(block.source);
  if (type === 'text') return { type: 'text', text };
  if (type === 'image') return { type: 'image_url', image_url: { url: urlOf(source) } };
  if (type !== 'document') throw cannotSay('messages', `blocks of the type ${wordOf(type)}`);
  if (source.type === 'text') return { type: 'text', text: source.data };
  if (source.type !== 'base64') throw cannotSay('messages', 'documents that are not sent with the call');
  const file = { filename: typeof title === 'string' ? title : 'document.pdf', file_data: urlOf(source) };
  return withoutGaps({ type: 'file', file });
}

/** @throws 400 */
function urlOf({ type, url, media_type, data }: Body): string {
  if (type === 'url' && typeof url === 'string') return url;
  if (type === 'base64' && typeof data === 'string') return `data:${String(media_type)};base64,${data}`;
  throw invalidRequest('A "source" must have a "url", or "data" in base64.', 'messages');
}
