import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from '@sinclair/typebox';
import type { App } from '../app.ts';
import { logsRequests } from '../logger.ts';
import type { Gateway } from './gateway.ts';
import type { Incoming } from './incoming.ts';
import { GatewayError, internalError, invalidRequest, unknownPath } from './errors.ts';
import { answerEstimate } from './estimate/index.ts';
import { estimateReply, estimateRequest } from './estimate/schemas.ts';
import { answerModels } from './models-list.ts';
import { runCall } from './pipeline.ts';
import { calls, docs } from './calls.ts';
import { errorReply, modelReply, modelsReply } from './schemas.ts';
import { StopSignal } from './stop-signal.ts';
import type { Surface } from './surface.ts';
import { chatSurface } from './surfaces/chat.ts';
import { openaiErrors } from './surfaces/openai-errors.ts';

/** Every gateway route. Bodies are read by the pipeline, after it knows who calls; schemas here are documentation. */
export async function gatewayRoutes(app: App, { gateway }: { gateway: Gateway | undefined }): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.setValidatorCompiler(() => () => true);
  // A logger of its own for every call costs as much as its settlement; the pipeline names the call where it logs.
  if (!logsRequests(app.config.logLevel)) app.setChildLoggerFactory((logger) => logger);
  app.setErrorHandler((error, _request, reply) => sendGatewayError(reply, error as FastifyError));
  const serve =
    (surface: Surface, allowsSession = false) =>
    (request: FastifyRequest, reply: FastifyReply) => {
      reply.hijack();
      if (gateway) void runCall(gateway, toIncoming(request, reply, surface, allowsSession));
    };
  const nothingHere = {
    hide: true,
    tags: ['Gateway'],
    summary: 'Nothing',
    description: 'What the gateway does not have is refused in the shape of the OpenAI API.',
    response: { 404: Type.Unsafe<unknown>(errorReply) },
  };
  app.all('/v1/*', { schema: nothingHere }, (request, reply) => {
    return reply.send(replyOf(reply, unknownPath(request.method, request.url.split('?')[0] ?? '')));
  });

  for (const { path, surface, schema } of calls) app.post(path, { schema }, serve(surface));
  const [chat] = calls;
  const forPortal = { ...chat.schema, summary: 'Chat completion (also for the portal)' };
  app.post('/api/v1/chat/completions', { schema: forPortal }, serve(chat.surface, true));

  app.post(
    '/v1/estimate',
    {
      schema: docs(
        'Estimate',
        'What a call would cost, at the most and likely, and whether there is room for it right now. Nothing is reserved, no model is asked, nothing is charged. What is wrong with the request, and what the key may not do, is refused as the call itself would be.',
        estimateReply,
        estimateRequest,
      ),
    },
    (request, reply) => {
      reply.hijack();
      if (gateway) void answerEstimate(gateway, toIncoming(request, reply, chatSurface, false));
    },
  );

  const serveModels = (request: FastifyRequest, reply: FastifyReply) => {
    reply.hijack();
    if (gateway)
      void answerModels(
        gateway,
        toIncoming(request, reply, chatSurface, false),
        (request.params as { '*'?: string })['*'],
      );
  };
  app.get(
    '/v1/models',
    { schema: docs('Models', 'The models this key may call right now.', modelsReply) },
    serveModels,
  );
  app.get(
    '/v1/models/*',
    {
      schema: {
        ...docs('Model', 'One of them, by name.', modelReply),
        params: Type.Object({ model: Type.String({ description: 'Name of a model, slashes and all' }) }),
      },
    },
    serveModels,
  );
}

/** Answers with what failed before the pipeline: a content type, an address that is none or is not here. */
export function sendGatewayError(reply: FastifyReply, error: FastifyError | GatewayError): FastifyReply {
  if (error instanceof GatewayError) return reply.send(replyOf(reply, error));
  const { statusCode = 500, message } = error;
  return reply.send(replyOf(reply, statusCode < 500 ? invalidRequest(message) : internalError(error)));
}

/** Prepares a reply outside of the pipeline, and gives its body. */
function replyOf(reply: FastifyReply, error: GatewayError): string {
  reply.status(error.status).type('application/json').header('x-content-type-options', 'nosniff');
  reply.serializer(String);
  return openaiErrors.body(error);
}

function toIncoming(
  request: FastifyRequest,
  reply: FastifyReply,
  surface: Surface,
  allowsSession: boolean,
): Incoming {
  const stopped = new StopSignal();
  const response = reply.raw;
  response.on('close', () => {
    if (!response.writableFinished) stopped.abort(new Error('the client has gone'));
  });
  response.on('error', () => {});
  if (surface.requestIdHeader) response.setHeader(surface.requestIdHeader, request.id);
  return {
    requestId: request.id,
    surface,
    request: request.raw,
    response,
    address: request.ip ?? '',
    startedMs: performance.now(),
    createdAtMs: Date.now(),
    stopped,
    allowsSession,
  };
}
