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
    const [caller, catalogue] = [await authenticate(gateway, incoming), await gateway.snapshots.catalogue()];
    const models = [...catalogue.modelsByName.values()].filter((model) => isCallable(model, caller));
    const one = models.find((model) => model.name === name);
    if (name !== undefined && !one) throw modelNotFound(name);
    const body = one
      ? toOpenAi(one)
      : { object: 'list', data: models.sort((a, b) => a.name.localeCompare(b.name)).map(toOpenAi) };
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

function toOpenAi({ name, createdAt }: Model) {
  return { id: name, object: 'model', created: Math.floor(createdAt.getTime() / 1000), owned_by: 'litemaas' };
}
