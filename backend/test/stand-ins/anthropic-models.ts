import { startJsonServer, type StandIn, type StandInAnswer } from './json-server.ts';

/** An Anthropic-style server as far as its list of models goes; it gives so many a page. */
export function startAnthropicModels(settings: {
  apiKey: string;
  models: { id: string }[];
  pageSize: number;
}): Promise<StandIn> {
  const { apiKey, models, pageSize } = settings;
  return startJsonServer(({ method, path, headers }): StandInAnswer => {
    const error = (status: number, type: string) => ({
      status,
      json: { type: 'error', error: { type, message: 'no' }, request_id: 'req_1' },
    });
    if (headers['x-api-key'] !== apiKey) return error(401, 'authentication_error');
    if (headers['anthropic-version'] !== '2023-06-01') return error(400, 'invalid_request_error');
    const { pathname, searchParams } = new URL(path, 'http://stand-in');
    if (method !== 'GET' || pathname !== '/v1/models') return error(404, 'not_found_error');
    const after = searchParams.get('after_id');
    const from = after === null ? 0 : models.findIndex(({ id }) => id === after) + 1;
    const data = models.slice(from, from + Math.min(pageSize, Number(searchParams.get('limit'))));
    const json = { data, has_more: from + data.length < models.length, last_id: data.at(-1)?.id ?? null };
    return { status: 200, json };
  });
}
