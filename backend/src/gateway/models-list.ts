import { authenticate } from './authenticate.ts';
import type { Gateway } from './gateway.ts';
import type { Incoming } from './incoming.ts';
import { decideFresh } from './decide-fresh.ts';
import { modelNotFound } from './errors.ts';
import { fail } from './fail.ts';
import { isCallable, refuseStopped } from './permit.ts';
import { send } from './reply.ts';
import type { Model } from './snapshots/catalogue.ts';

/** `GET /v1/models` and `GET /v1/models/:id`: what the key may call right now, in the OpenAI shape. */
export async function answerModels(
  gateway: Gateway,
  incoming: Incoming,
  name: string | undefined,
): Promise<void> {
  try {
    const body =
      name === undefined ? await listModels(gateway, incoming) : await getModel(gateway, incoming, name);
    send(
      incoming.response,
      200,
      { 'content-type': 'application/json', 'x-request-id': incoming.requestId },
      JSON.stringify(body),
    );
  } catch (error) {
    fail(gateway, incoming, error);
  }
}

async function listModels(gateway: Gateway, incoming: Incoming) {
  const caller = await authenticate(gateway, incoming);
  return decideFresh(gateway, incoming, caller, (known) => {
    refuseStopped(known);
    const models = [...known.catalogue.modelsByName.values()].filter((model) => isCallable(model, known));
    return { object: 'list', data: models.sort((a, b) => a.name.localeCompare(b.name)).map(toOpenAi) };
  });
}

async function getModel(gateway: Gateway, incoming: Incoming, name: string) {
  const caller = await authenticate(gateway, incoming);
  return decideFresh(gateway, incoming, caller, (known) => {
    refuseStopped(known);
    const model = known.catalogue.modelsByName.get(name);
    if (!model || !isCallable(model, known)) throw modelNotFound(name);
    return toOpenAi(model);
  });
}

function toOpenAi({ name, createdAt }: Model) {
  return { id: name, object: 'model', created: Math.floor(createdAt.getTime() / 1000), owned_by: 'litemaas' };
}
