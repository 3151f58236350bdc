import { createServer, type Socket } from 'node:net';

/*
 * A model server that costs next to nothing: raw sockets, answers made beforehand, requests looked into as
 * far as needed. `bench-slow` answers after 60 ms, other models at once; a stream gives a chunk every 10 ms.
 */
const slowMs = 60;
const chunkEveryMs = 10;
const chunkCount = 50;
const endOfHead = '\r\n\r\n';
const usage = { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 };
const common = { id: 'chatcmpl-bench', created: 1_767_225_600, model: 'bench-model' };

const body = JSON.stringify({
  ...common,
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'The quick brown fox jumps over the lazy dog. '.repeat(6) },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage,
});
const wholeAnswer = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}${endOfHead}${body}`,
);

const streamHead = `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked${endOfHead}`;
const httpChunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const event = (fields: object) => {
  const data = { ...common, object: 'chat.completion.chunk', system_fingerprint: 'fp_bench', ...fields };
  return httpChunk(`data: ${JSON.stringify(data)}\n\n`);
};
const choice = (finish: string | null) => ({
  index: 0,
  delta: { content: ' a word or two' },
  logprobs: null,
  finish_reason: finish,
});
const streamStart = Buffer.from(streamHead + event({ choices: [choice(null)], usage: null }));
const streamChunk = Buffer.from(event({ choices: [choice(null)], usage: null }));
const lastChunk = Buffer.from(event({ choices: [choice('stop')], usage: null }));
const streamEnd = Buffer.from(
  `${event({ choices: [], usage })}${httpChunk('data: [DONE]\n\n')}${httpChunk('')}`,
);

function stream(socket: Socket): void {
  let sent = 1;
  socket.write(streamStart);
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer);
    else if (sent < chunkCount) socket.write(++sent === chunkCount ? lastChunk : streamChunk);
    else {
      clearInterval(timer);
      socket.write(streamEnd);
    }
  }, chunkEveryMs);
}

function answer(socket: Socket, request: Buffer): void {
  if (request.includes('"stream":true')) stream(socket);
  else if (request.includes('"bench-slow"')) setTimeout(() => socket.write(wholeAnswer), slowMs);
  else socket.write(wholeAnswer);
}

/** How long a request is, head and body; Infinity until its head is whole. */
function lengthOf(received: Buffer): number {
  const headEnd = received.indexOf(endOfHead);
  if (headEnd < 0) return Infinity;
  const [, length = 0] = /content-length: (\d+)/i.exec(received.toString('latin1', 0, headEnd)) ?? [];
  return headEnd + endOfHead.length + Number(length);
}

createServer({ noDelay: true }, (socket) => {
  let received: Buffer | undefined;
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    received = received ? Buffer.concat([received, chunk]) : chunk;
    if (received.length < lengthOf(received)) return;
    const request = received;
    received = undefined;
    answer(socket, request);
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
