import { invalidRequest } from '../errors.ts';

const typeForm =
  /^multipart\/form-data[ \t]*(?:;[ \t]*charset=utf-8[ \t]*)?;[ \t]*boundary=(?:"([0-9A-Za-z'()+_,./:=? -]{1,70})"|([0-9A-Za-z'+_.-]{1,70}))[ \t]*$/i;

/** The boundary that a content type names, once and in letters that nobody reads in two ways. @throws 400 */
export function boundaryOf(contentType: string | undefined): string {
  const [, quoted, plain] = typeForm.exec(contentType ?? '') ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined || boundary.endsWith(' '))
    throw invalidRequest('The request must be multipart/form-data with one boundary.');
  return boundary;
}

/** The content type of a form with this boundary. */
export const contentTypeOf = (boundary: string) =>
  `multipart/form-data; boundary=${/^[\w.'+-]+$/.test(boundary) ? boundary : `"${boundary}"`}`;
