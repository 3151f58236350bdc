import { askProvider, readProvider } from './client.ts';
import type { Connection, DiscoveredModel, ProviderAdapter } from './discovered-model.ts';
import { field, listOf, textOf } from './json.ts';
import { describeDeployment, mergeDeployments } from './litellm-deployments.ts';
import { describeStatus, ProviderError } from './provider-error.ts';
import { upstreamUrl } from './upstream-url.ts';

/** A LiteLLM proxy: every deployment of `/model/info`, those of one name merged into one model. */
export const litellm: ProviderAdapter = {
  async testConnection(connection) {
    const url = upstreamUrl('litellm', connection.baseUrl, 'models');
    await readProvider(connection, { url });
  },
  async discoverModels(connection) {
    const [deployments, groups] = await Promise.all([listDeployments(connection), listGroups(connection)]);
    const byName = new Map<string, DiscoveredModel[]>();
    for (const deployment of deployments) {
      const name = textOf(field(deployment, 'model_name'));
      // A wildcard is a rule of the proxy, not a model that could be called.
      if (!name || name.includes('*')) continue;
      byName.set(name, [...(byName.get(name) ?? []), describeDeployment(name, deployment, groups.get(name))]);
    }
    return [...byName.values()].map(mergeDeployments);
  },
};

/** A proxy without models answers 500 with this text: that is an empty list and no failure. */
const noModels = 'LLM Model List not loaded';

async function listDeployments(connection: Connection): Promise<unknown[]> {
  const url = `${connection.baseUrl}/model/info`;
  const { status, json } = await askProvider(connection, { url });
  if (status >= 200 && status <= 299) return listOf(field(json, 'data'));
  if (JSON.stringify(json ?? '').includes(noModels)) return [];
  throw new ProviderError(describeStatus(status));
}

/** Rows of `/model_group/info` by name; they only fill gaps, so a proxy that refuses them costs nothing. */
async function listGroups(connection: Connection): Promise<Map<string, unknown>> {
  const url = `${connection.baseUrl}/model_group/info`;
  const answer = await readProvider(connection, { url }).catch((error: unknown) => {
    if (error instanceof ProviderError) return null;
    throw error;
  });
  const rows = listOf(field(answer, 'data'));
  return new Map(rows.map((row) => [textOf(field(row, 'model_group')) ?? '', row]));
}
