import { existsSync } from 'node:fs';
import path from 'node:path';
import fp from 'fastify-plugin';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const day = 86_400;

/** Serves the built portal at `/`; unknown paths without a file ending are its pages. Nothing without a build. */
export const portalPlugin = fp<{ directory: string }>(async (app: FastifyInstance, { directory }) => {
  if (!existsSync(path.join(directory, 'index.html'))) {
    app.log.warn({ directory }, 'the portal is not built: serving the API only');
    return;
  }
  await app.register(fastifyStatic, {
    root: directory,
    wildcard: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, file) {
      const hashed = file.includes(`${path.sep}assets${path.sep}`);
      reply.setHeader('cache-control', hashed ? `public, max-age=${365 * day}, immutable` : 'no-cache');
    },
  });
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const isPage =
      !/^\/(api|v1|metrics)(\/|$)/.test(request.url) && !/\.\w+$/.test(request.url.split('?')[0] ?? '');
    return isPage ? reply.sendFile('index.html') : reply.callNotFound();
  });
});
