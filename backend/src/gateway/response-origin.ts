import { createHash } from 'node:crypto';
import type { Permitted } from './call.ts';
import type { Provider } from './snapshots/catalogue.ts';
import type { Surface } from './surface.ts';
import type { BodyListener, UpstreamAnswer } from './upstream/types.ts';

/** The response that a request goes on from: its id at the provider, and what says which provider made it; null: nothing does. */
export type PreviousResponse = { id: string; madeBy: string | null };

const prefix = 'resp_';
const taggedForm = /^resp_lm([0-9a-f]{10})_(.+)$/s;

/** Reads `previous_response_id`. One that says nothing of where it was made goes on as it came. */
export function readPreviousResponse(
  { linksResponses }: Surface,
  { previous_response_id: id }: Record<string, unknown>,
): PreviousResponse | null {
  if (!linksResponses || typeof id !== 'string') return null;
  const [, madeBy, rest] = taggedForm.exec(id) ?? [];
  return madeBy && rest ? { id: prefix + rest, madeBy } : { id, madeBy: null };
}

/** What ids of responses carry of the provider that made them: the same on all instances, and nothing else can be read from it. */
export const originTag = ({ id }: Pick<Provider, 'id'>) =>
  createHash('sha256').update(`response origin ${id}`).digest('hex').slice(0, 10);

/** Whether answers have to tell where they were made: there is a choice. */
export const tellsOrigin = ({ linksResponses }: Surface, { model }: Pick<Permitted, 'model'>) =>
  linksResponses === true &&
  model.routes.some(({ provider }) => provider.id !== model.routes[0]?.provider.id);

/** The ids of a response wherever an answer or an event of a stream names them; in texts the quotes would be escaped. */
const idForm = /"(?:id|previous_response_id)"\s{0,4}:\s{0,4}"resp_/g;
const idFormMost = 48;
const lineFeed = 0x0a;

/** The same answer, in which the ids of responses say which provider made them. */
export function withOrigin(answer: UpstreamAnswer, provider: Provider): UpstreamAnswer {
  const tag = `lm${originTag(provider)}_`;
  const { status, headers, pause, resume, abort, failed, counted, consume } = answer;
  return {
    status,
    headers,
    pause,
    resume,
    abort,
    failed,
    counted,
    consume: (to) => consume(tagIds(tag, to)),
  };
}

/** Bytes pass as they come, but for the beginning of an id at the end of a chunk: it waits for the next one. */
function tagIds(tag: string, to: BodyListener): BodyListener {
  let waiting = '';
  const give = (text: string) => {
    if (text !== '')
      to.onData(
        Buffer.from(
          text.replace(idForm, (form) => form + tag),
          'latin1',
        ),
      );
  };
  return {
    onData(chunk) {
      const text = waiting + chunk.toString('latin1');
      const end = chunk.at(-1) === lineFeed ? text.length : safeEnd(text);
      waiting = text.slice(end);
      give(text.slice(0, end));
    },
    onEnd() {
      give(waiting);
      to.onEnd();
    },
    onError(error) {
      give(waiting);
      to.onError(error);
    },
  };
}

/** Up to where no id can have begun that is not whole. */
function safeEnd(text: string): number {
  let end = Math.max(0, text.length - idFormMost);
  for (const { index, 0: form } of text.matchAll(idForm)) end = Math.max(end, index + form.length);
  return end;
}
