import { startJsonServer, type StandIn, type StandInAnswer } from './json-server.ts';

/** `models`: what `data` of the list is; null for servers that have none. */
export type OpenaiSettings = { apiKey: string; models: string[] | null };

/** An OpenAI-style server as far as its model list goes. */
export function startOpenai({ apiKey, models }: OpenaiSettings): Promise<StandIn> {
  return startJsonServer(({ method, path, headers }): StandInAnswer => {
    if (headers.authorization !== `Bearer ${apiKey}`) {
      const message = `Incorrect API key provided: ${headers.authorization}.`;
      const error = { message, type: 'invalid_request_error', param: null, code: 'invalid_api_key' };
      return { status: 401, json: { error } };
    }
    if (method !== 'GET' || path !== '/v1/models')
      return { status: 404, json: { error: { message: 'Not Found' } } };
    const data =
      models?.map((id) => ({ id, object: 'model', created: 1767000000, owned_by: 'library' })) ?? null;
    return { status: 200, json: { object: 'list', data } };
  });
}
