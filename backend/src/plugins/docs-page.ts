import type { FastifySwaggerUiOptions } from '@fastify/swagger-ui';

const mark =
  '<rect width="32" height="32" rx="8" fill="#0066cc"/><path d="M9 8v16h14M16 8l7 6-7 6" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>';
const svg = (width: number, content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 32">${content}</svg>`;
const name =
  '<text x="42" y="24" font-family="sans-serif" font-size="22" font-weight="bold" fill="#fff">LiteMaaS</text>';

/** Of the one style element that the page's script adds by itself; e2e/journeys/api-docs.spec.ts notices when it changes. */
const ownStyle = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

/** How the interactive documentation looks, and what it may load. */
export function docsPage(publicUrl: string): FastifySwaggerUiOptions {
  return {
    routePrefix: '/api/docs',
    staticCSP: {
      'default-src': "'self'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
      'img-src': ["'self'", 'data:'],
      'object-src': "'none'",
      'style-src': ["'self'", ownStyle],
      ...(publicUrl.startsWith('https://') && { 'upgrade-insecure-requests': '' }),
    },
    uiHooks: {
      onRequest(_request, reply, next) {
        reply.headers({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
        next();
      },
    },
    uiConfig: { persistAuthorization: false },
    logo: { type: 'image/svg+xml', content: svg(150, mark + name) },
    theme: {
      title: 'LiteMaaS API',
      favicon: [
        {
          filename: 'favicon.svg',
          rel: 'icon',
          type: 'image/svg+xml',
          sizes: 'any',
          content: svg(32, mark),
        },
      ],
    },
  };
}
