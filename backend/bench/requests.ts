/** Chat completion requests as they go over the wire, one of each kind for every key. */
export type Requests = Record<RequestKind, Buffer[]>;
export type RequestKind = 'instant' | 'slow' | 'stream';

export const modelNames = { instant: 'bench-instant', slow: 'bench-slow', stream: 'bench-stream' };

export function requestsFor(keys: string[]): Requests {
  return {
    instant: keys.map((key) => chatRequest(key, { model: modelNames.instant })),
    slow: keys.map((key) => chatRequest(key, { model: modelNames.slow })),
    stream: keys.map((key) =>
      chatRequest(key, { model: modelNames.stream, stream: true, stream_options: { include_usage: true } }),
    ),
  };
}

function chatRequest(key: string, fields: object): Buffer {
  const body = JSON.stringify({
    ...fields,
    messages: [
      { role: 'system', content: 'You are a helpful assistant that answers briefly and to the point.' },
      { role: 'user', content: 'Please tell me about foxes and dogs in a sentence or two. '.repeat(5) },
    ],
    max_tokens: 64,
    temperature: 0.7,
  });
  const head = [
    'POST /v1/chat/completions HTTP/1.1',
    'host: 127.0.0.1',
    `authorization: Bearer ${key}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
