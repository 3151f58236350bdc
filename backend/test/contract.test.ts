import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectRoutes, nameOf, type Route } from './all-routes.ts';
import { createTestApp, type TestApp } from './app.ts';

const { managed: routes, elsewhere, onRoute } = collectRoutes();
let server: TestApp;
beforeAll(async () => {
  server = await createTestApp({ onRoute });
});
afterAll(() => server.close());

describe('every route', () => {
  it('says what it does and what it answers, errors included', () => {
    const silent = routes.filter(({ schema }) => {
      const { summary, description, tags, response } = schema ?? {};
      const statuses = Object.keys((response as object | undefined) ?? {});
      const answers = statuses.some((status) => /^2\d\d$/.test(status));
      const fails = statuses.includes('4xx') && statuses.includes('5xx');
      return !(summary && description && tags?.length && answers && fails);
    });
    expect(silent.map(nameOf)).toEqual([]);
  });

  it('says so outside the management API as well, where it is not a page', () => {
    const isPage = ({ url }: Route) => /^\/($|\*$|index\.html$|api\/docs(\/|$))/.test(url);
    const ours = elsewhere.filter((route) => !isPage(route));
    const silent = ours.filter(({ url, schema }) => {
      const { summary, description, tags, response } = schema ?? {};
      const statuses = Object.keys((response as object | undefined) ?? {});
      return !(summary && description && tags?.length && statuses.includes(url === '/v1/*' ? '404' : '200'));
    });
    expect(silent.map(nameOf)).toEqual([]);
    expect(ours.map(nameOf)).toEqual(
      expect.arrayContaining(['GET /metrics', 'GET /api/v1/openapi.json', 'GET /v1/models', 'GET /v1/*']),
    );
  });

  it('declares its path parameters and takes no unknown body field', () => {
    const loose = routes.filter(({ url, schema }) => {
      const params = schema?.params as { properties?: object } | undefined;
      const undeclared = [...url.matchAll(/:(\w+)/g)].some(
        ([, name = '']) => !(name in (params?.properties ?? {})),
      );
      const bodies = [schema?.body].flatMap((body) => (body as { anyOf?: object[] })?.anyOf ?? [body]);
      const isOpen = bodies.some(
        (body) =>
          (body as { type?: string })?.type === 'object' &&
          (body as { additionalProperties?: unknown }).additionalProperties !== false,
      );
      return undeclared || isOpen;
    });
    expect(loose.map(nameOf)).toEqual(['POST /api/v1/chat/completions']);
  });
});
