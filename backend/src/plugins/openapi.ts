import { Type } from '@sinclair/typebox';
import fp from 'fastify-plugin';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { replies } from '../lib/schemas.ts';
import { version } from '../version.ts';
import { docsPage } from './docs-page.ts';

/** The contract at /api/v1/openapi.json, and the page to try it at /api/docs. Register before the routes. */
export const openapiPlugin = fp<{ publicUrl: string }>(async (app, { publicUrl }) => {
  await app.register(swagger, {
    transform: ({ schema, url }) => ({
      schema: { ...schema, querystring: withoutDefaultsRequired(schema?.querystring) },
      // A model's name may hold slashes, which only a wildcard takes; to clients it is a parameter like any other.
      url: url.replace(/\/\*$/, '/:model'),
    }),
    openapi: {
      openapi: '3.1.0',
      info: { title: 'LiteMaaS', version, description: 'Management API and OpenAI-compatible gateway.' },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: {
          accessToken: { type: 'http', scheme: 'bearer', description: 'accessToken of sign-in' },
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key (gateway)' },
        },
      },
    },
  });
  await app.register(swaggerUi, docsPage(publicUrl));
  app.get(
    '/api/v1/openapi.json',
    {
      schema: {
        tags: ['Health'],
        summary: 'Contract',
        description: 'This document: every route as OpenAPI 3.1. Needs no token.',
        response: replies({ 200: Type.Object({}, { additionalProperties: true }) }),
      },
    },
    async (_request, reply) => {
      reply.header('x-content-type-options', 'nosniff');
      return app.swagger();
    },
  );
});

/** A query parameter with a default is always there for the handler, but a client need not send it. */
function withoutDefaultsRequired(querystring: unknown): unknown {
  const { properties, required } = (querystring ?? {}) as {
    properties?: Record<string, { default?: unknown }>;
    required?: string[];
  };
  if (!properties || !required) return querystring;
  return {
    ...(querystring as object),
    required: required.filter((name) => properties[name]?.default === undefined),
  };
}
