import type { Incoming, Understood } from './call.ts';
import { fieldsOf, readForm, textBytesOf } from './form/index.ts';
import { refuseOtherCase } from './field-names.ts';
import { readMaxCost } from './max-cost.ts';
import { isPrivateField } from './private-fields.ts';
import { readBody, readBytes } from './read-body.ts';

/** Step 2: what is asked. Reads the body and parses it once; its bytes are kept to be forwarded as they came. @throws 400, 413 */
export async function understand(incoming: Incoming): Promise<Understood> {
  const { request, surface } = incoming;
  if (surface.isForm) return understandForm(incoming);
  const body = await readBody(request);
  const names = Object.keys(body.json);
  refuseOtherCase(names);
  return {
    bytes: body.bytes,
    members: body.members,
    // Of equal names the last one counts here; a server that takes the first would be asked for something else.
    needsCleaning:
      names.some((name) => isPrivateField(name, surface)) || body.members.length !== names.length,
    maxCostMicroCredits: readMaxCost(request),
    ...surface.understand(body.json, body.bytes.length),
  };
}

/** The same of a form, whose files are looked at where they are. */
async function understandForm({ request, surface }: Incoming): Promise<Understood> {
  const bytes = await readBytes(request);
  const form = readForm(bytes, request.headers['content-type']);
  return {
    bytes,
    members: [],
    needsCleaning: false,
    maxCostMicroCredits: readMaxCost(request),
    ...surface.understand(fieldsOf(form), textBytesOf(form)),
    form,
  };
}
