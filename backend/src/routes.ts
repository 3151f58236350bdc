import type { App } from './app.ts';
import { apiKeyRoutes } from './features/api-keys/routes.ts';
import { adminModelRoutes } from './features/models/admin-routes.ts';
import { catalogueRoutes } from './features/models/catalogue-routes.ts';
import { projectRoutes } from './features/projects/routes.ts';
import { askProviderRoutes } from './features/providers/ask-routes.ts';
import { providerRoutes } from './features/providers/routes.ts';
import { adminSubscriptionRoutes } from './features/subscriptions/admin-routes.ts';
import { subscriptionRoutes } from './features/subscriptions/routes.ts';
import { usageRoutes } from './features/usage/routes.ts';
import { gatewayPlugin } from './gateway/index.ts';
import { requireAdmin, requireMember, requireUser } from './plugins/caller.ts';
import { honourIdempotencyKeys } from './plugins/idempotency.ts';
import { portalPlugin } from './plugins/portal.ts';
import { securityPlugin } from './plugins/security.ts';

/** Every route of the server, by who may call it. A route exists only inside one of these scopes. */
export async function registerRoutes(app: App): Promise<void> {
  const { role, publicUrl, portalDirectory } = app.config;

  if (role === 'all' || role === 'gateway') await app.register(gatewayPlugin);
  await app.register(async (web: App) => {
    await web.register(securityPlugin, { publicUrl });
    await web.register(publicRoutes, { prefix: '/api/v1' });
    if (role !== 'all' && role !== 'api') return;
    await web.register(signedInRoutes, { prefix: '/api/v1' });
    await web.register(memberRoutes, { prefix: '/api/v1/accounts/:accountId' });
    await web.register(adminRoutes, { prefix: '/api/v1/admin' });
    if (portalDirectory) await web.register(portalPlugin, { directory: portalDirectory });
  });
}

async function publicRoutes(_app: App) {}

async function signedInRoutes(app: App) {
  requireUser(app);
  honourIdempotencyKeys(app);
  await catalogueRoutes(app);
}

async function memberRoutes(app: App) {
  requireMember(app);
  honourIdempotencyKeys(app);
  await projectRoutes(app);
  await apiKeyRoutes(app);
  await subscriptionRoutes(app);
  await usageRoutes(app);
}

async function adminRoutes(app: App) {
  requireAdmin(app);
  honourIdempotencyKeys(app);
  await providerRoutes(app);
  await askProviderRoutes(app);
  await adminModelRoutes(app);
  await adminSubscriptionRoutes(app);
}
