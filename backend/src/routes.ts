import type { App } from './app.ts';
import { healthRoutes } from './features/health/routes.ts';
import { gatewayPlugin, sweeperPlugin } from './gateway/index.ts';
import { securityPlugin } from './plugins/security.ts';

/** What an instance serves, by its role. */
export async function registerRoutes(app: App): Promise<void> {
  const { role, publicUrl } = app.config;
  if (role === 'all' || role === 'gateway') await app.register(gatewayPlugin);
  if (role === 'worker') await app.register(sweeperPlugin);
  await app.register(async (web: App) => {
    await web.register(securityPlugin, { publicUrl });
    await web.register(healthRoutes, { prefix: '/api/v1' });
    if (role !== 'all' && role !== 'api') return;
    // Only loaded where it is served: it takes as much memory as all the rest.
    const { apiRoutes } = await import('./api-routes.ts');
    await web.register(apiRoutes);
  });
}
