import type { RouteOptions } from 'fastify';

export type Route = { method: string; url: string; schema: RouteOptions['schema'] };

/** Collects the routes of a server: those of the management API, and all others. */
export function collectRoutes() {
  const managed: Route[] = [];
  const elsewhere: Route[] = [];
  return {
    managed,
    elsewhere,
    /** For the server's configuration. */
    onRoute({ method, url, schema }: RouteOptions) {
      for (const verb of [method].flat().filter((name) => name !== 'HEAD')) {
        const isManaged = url.startsWith('/api/v1/') && url !== '/api/v1/openapi.json';
        (isManaged ? managed : elsewhere).push({ method: verb, url, schema });
      }
    },
  };
}

export const nameOf = ({ method, url }: Route) => `${method} ${url}`;
