import OpenAI from 'openai';
import type { Person } from './person.ts';

/** Id of the catalogue's model with this name. */
export async function modelIdOf({ api }: Pick<Person, 'api'>, name: string): Promise<string> {
  const { id } = await api.get('/api/v1/models/{modelId}', { params: { modelId: name } });
  return id;
}

/** Subscribes the person's account to a model. */
export async function subscribe({ api, accountId }: Person, modelName: string): Promise<void> {
  const modelId = await modelIdOf({ api }, modelName);
  await api.post('/api/v1/accounts/{accountId}/subscriptions', { params: { accountId }, body: { modelId } });
}

/** Makes an API key for all models of the account and gives its secret. */
export async function createKey({ api, accountId }: Person, name: string): Promise<string> {
  const { secret } = await api.post('/api/v1/accounts/{accountId}/api-keys', {
    params: { accountId },
    body: { name },
  });
  return secret;
}

/** The gateway's client as a customer writes it; failures are not tried again, so that a test sees them. */
export const openaiClient = (baseUrl: string, apiKey: string) =>
  new OpenAI({ baseURL: `${baseUrl}/v1`, apiKey, maxRetries: 0 });

/** What a call with the key answers: its status, and what it was stopped by. */
export async function callWith(baseUrl: string, apiKey: string, model = 'sim-echo'): Promise<string> {
  const messages = [{ role: 'user' as const, content: 'one two three' }];
  return openaiClient(baseUrl, apiKey)
    .chat.completions.create({ model, messages })
    .then(
      () => '200',
      (error: { status?: number; code?: string }) => `${error.status} ${error.code}`,
    );
}

/** Adds a model of its own to the catalogue, free, that echoes. */
export async function addFreeModel({ api }: Person, name: string): Promise<string> {
  const { data: providers } = await api.get('/api/v1/admin/providers');
  const simulated = providers.find(({ kind }) => kind === 'simulated');
  if (!simulated) throw new Error('The demo has no simulated provider.');
  const routes = [{ providerId: simulated.id, upstreamModel: 'sim-echo' }];
  const body = { name, autoApprove: true, prices: { free: true as const }, routes };
  const { id } = await api.post('/api/v1/admin/models', { body });
  return id;
}
