import { invalidRequest } from '../errors.ts';
import { optionalObject } from './fields.ts';

/** A template of the client's own can make any length of prompt of a short body. @throws 400 */
export function refuseOwnTemplate(body: Record<string, unknown>): void {
  if (optionalObject(body, 'chat_template_kwargs').chat_template !== undefined)
    throw invalidRequest('"chat_template_kwargs" may not bring a template.', 'chat_template_kwargs');
}
