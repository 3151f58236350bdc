import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, errors, type FieldError } from './errors.ts';
import { pathWithoutVersion } from './gateway/errors.ts';
import { sendGatewayError } from './gateway/routes.ts';
import { databaseErrorToAppError } from './lib/database-errors.ts';

/** The only writer of error replies of the management API: RFC 9457 problem details. */
export function registerErrorHandler(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) =>
    sendProblem(toAppError(error as FastifyError), error, request, reply),
  );
  app.setNotFoundHandler((request, reply) => {
    const { method } = request;
    const [path = ''] = request.url.split('?');
    if (app.hasRoute({ method: method, url: `/v1${path}` }))
      return sendGatewayError(reply, pathWithoutVersion(method, path));
    return sendProblem(errors.notFound(`There is nothing at ${method} ${path}.`), undefined, request, reply);
  });
}

/** What fails before there is a route: an address that cannot be read. The gateway's paths have its shape of errors. */
export function answerFrameworkError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  void reply.header('x-request-id', request.id);
  if (/^\/v1(\/|$)/.test(request.url)) sendGatewayError(reply, error);
  else void sendProblem(toAppError(error), error, request, reply);
}

function sendProblem(problem: AppError, cause: unknown, request: FastifyRequest, reply: FastifyReply) {
  // Somebody else's fault, in words that say all there is to know.
  if (problem.status === 502) request.log.warn({ reason: problem.message }, problem.code);
  else if (problem.status >= 500) request.log.error({ err: cause }, problem.code);
  return reply
    .status(problem.status)
    .headers(problem.headers)
    .type('application/problem+json')
    .send({
      type: `https://litemaas.dev/errors/${problem.code}`,
      title: problem.title,
      status: problem.status,
      detail: problem.message,
      code: problem.code,
      requestId: request.id,
      ...(problem.fields && { errors: problem.fields }),
    });
}

function toAppError(error: FastifyError): AppError {
  if (error instanceof AppError) return error;
  if (error.validation) {
    const fields = error.validation.map(({ instancePath, message, params }): FieldError => {
      const name = params.additionalProperty ?? params.missingProperty;
      const path = typeof name === 'string' ? `${instancePath}/${name}` : instancePath;
      return {
        path: path || '/',
        message:
          typeof params.additionalProperty === 'string'
            ? 'is not a known field'
            : (message ?? 'is not valid'),
      };
    });
    return errors.invalidFields(error.validationContext ?? 'request', fields);
  }
  if (error.statusCode === 413) return errors.payloadTooLarge();
  if (error.statusCode === 415) return errors.unsupportedMediaType();
  if (error.statusCode && error.statusCode < 500) return errors.invalidRequest(error.message);
  return databaseErrorToAppError(error) ?? errors.internal(undefined, { cause: error });
}
