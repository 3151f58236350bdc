import { createProvider } from './catalogue.ts';
import { type Customer, createWorld, type UsageRow, type World } from './gateway-world.ts';
import { type Script, type Scripted, startScripted } from './stand-ins/scripted.ts';

export type ScriptedWorld = {
  world: World;
  upstream: Scripted;
  customer: Customer;
  /** A model that answers as the script says and that the customer may call; gives its name. */
  modelFor(script: Script, fields?: object): Promise<string>;
  /** The records of the customer's calls of a model. */
  recordsOf(model: string): Promise<UsageRow[]>;
  close(): Promise<void>;
};

/**
 * A world whose models answer byte for byte what a test says, with a customer who can pay.
 * @param settings how its provider is reached, beside its address
 */
export async function createScriptedWorld(
  kind = 'openai-compatible',
  settings: object = {},
): Promise<ScriptedWorld> {
  const world = await createWorld();
  const upstream = await startScripted();
  const customer = await world.addCustomer([], '100000');
  const { id: providerId } = await createProvider(world.admin, {
    kind,
    baseUrl: upstream.url,
    ...settings,
  });
  let scriptCount = 0;
  return {
    world,
    upstream,
    customer,
    async modelFor(script, fields = {}) {
      const upstreamModel = `script-${scriptCount++}`;
      upstream.on(upstreamModel, script);
      const routes = [{ providerId, upstreamModel }];
      const { id, name } = await world.addModel('plain', { routes, ...fields });
      await customer.subscribe(id);
      return name;
    },
    async recordsOf(model) {
      const records = await world.usage(customer.accountId);
      return records.filter(({ model_name: name }) => name === model);
    },
    async close() {
      await upstream.close();
      await world.close();
    },
  };
}
