import { startJsonServer, type StandIn, type StandInAnswer } from './json-server.ts';

/** `tags`: the answer of `/api/tags` (its `models` may be null or missing); `shown`: those of `/api/show` by model. */
export type OllamaSettings = { tags: object; shown?: Record<string, object> };

/** An Ollama as far as its model lists go. It knows no authentication. */
export function startOllama({ tags, shown = {} }: OllamaSettings): Promise<StandIn> {
  return startJsonServer(({ method, path, body }): StandInAnswer => {
    if (method === 'GET' && path === '/api/version') return { status: 200, json: { version: '0.9.7' } };
    if (method === 'GET' && path === '/api/tags') return { status: 200, json: tags };
    if (method === 'POST' && path === '/api/show') {
      const { model } = JSON.parse(body) as { model: string };
      const details = shown[model];
      if (!details) return { status: 404, json: { error: `model '${model}' not found` } };
      return { status: 200, json: details };
    }
    return { status: 404, text: '404 page not found' };
  });
}
