/** The management API of a server that runs elsewhere, as a signed-in user. */
export type HttpClient = {
  call(
    method: string,
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: any }>;
};

/** Signs in at `url`. */
export async function signIn(url: string, email: string, password: string): Promise<HttpClient> {
  return clientOf(url, await request(url, 'POST', '/api/v1/auth/login', { email, password }));
}

/** Signs somebody new up at `url`. */
export async function signUpAt(url: string, email: string, password: string): Promise<HttpClient> {
  return clientOf(url, await request(url, 'POST', '/api/v1/auth/register', { email, password }));
}

function clientOf(url: string, { status, body }: { status: number; body: any }): HttpClient {
  const { accessToken } = body as { accessToken?: string };
  if (!accessToken) throw new Error(`signing in answered ${status}: ${JSON.stringify(body)}`);
  return {
    call: (method, path, sent, headers) =>
      request(url, method, path, sent, { authorization: `Bearer ${accessToken}`, ...headers }),
  };
}

async function request(
  url: string,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: any }> {
  const reply = await fetch(url + path, {
    method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    body: body && JSON.stringify(body),
  });
  const text = await reply.text();
  const isJson = String(reply.headers.get('content-type')).includes('json');
  return { status: reply.status, body: isJson ? JSON.parse(text) : text };
}
