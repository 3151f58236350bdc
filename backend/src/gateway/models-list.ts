import { authenticate } from './authenticate.ts';
import type { Gateway, Incoming } from './call.ts';
import { modelNotFound } from './errors.ts';
import { fail } from './fail.ts';
import { isCallable } from './permit.ts';
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
  const { modelsByName } = await gateway.snapshots.catalogue();
  const models = [...modelsByName.values()].filter((model) => isCallable(model, caller));
  return { object: 'list', data: models.sort((a, b) => a.name.localeCompare(b.name)).map(toOpenAi) };
}

async function getModel(gateway: Gateway, incoming: Incoming, name: string) {
  const caller = await authenticate(gateway, incoming);
  const model = (await gateway.snapshots.catalogue()).modelsByName.get(name);
  if (model && isCallable(model, caller)) return toOpenAi(model);
  // As for calls: a no stands on what was read after the request came.
  if (await gateway.snapshots.forgetBefore(incoming.startedMs, caller))
    return getModel(gateway, incoming, name);
  throw modelNotFound(name);
}

function toOpenAi({ name, createdAt }: Model) {
  return { id: name, object: 'model', created: Math.floor(createdAt.getTime() / 1000), owned_by: 'litemaas' };
}
