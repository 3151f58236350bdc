import { startJsonServer, type StandIn, type StandInAnswer } from './json-server.ts';

export type LitellmSettings = {
  apiKey: string;
  /** Rows of `/model/info`; an empty list is answered the way LiteLLM does: with an error. */
  deployments: object[];
  /** Rows of `/model_group/info`; absent: the proxy refuses the route. */
  groups?: object[];
};

/** A LiteLLM proxy as far as its model lists go. Its refusals quote the key, as the real one's do. */
export function startLitellm({ apiKey, deployments, groups }: LitellmSettings): Promise<StandIn> {
  return startJsonServer(({ method, path, headers }): StandInAnswer => {
    if (method !== 'GET') return failure(405, 'auth_error', 'Method Not Allowed');
    if (headers.authorization !== `Bearer ${apiKey}`) {
      const key = headers.authorization ?? 'none';
      return failure(
        401,
        'token_not_found_in_db',
        `Authentication Error, Invalid proxy server token: ${key}`,
      );
    }
    if (path === '/v1/models') {
      const names = deployments.map((row) => (row as { model_name: string }).model_name);
      const data = names.map((id) => ({ id, object: 'model', created: 1677610602, owned_by: 'openai' }));
      return { status: 200, json: { object: 'list', data } };
    }
    if (path === '/model/info' && deployments.length === 0) {
      const message = "{'error': 'LLM Model List not loaded in. Loaded from config: None'}";
      return failure(500, 'internal_server_error', message);
    }
    if (path === '/model/info') return { status: 200, json: { data: deployments } };
    if (path === '/model_group/info' && groups) return { status: 200, json: { data: groups } };
    return failure(404, 'None', 'Not Found');
  });
}

function failure(status: number, type: string, message: string): StandInAnswer {
  return { status, json: { error: { message, type, param: 'None', code: String(status) } } };
}
