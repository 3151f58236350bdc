import type { App } from '../app.ts';
import { createModel } from '../features/models/change-model.ts';
import { createProvider } from '../features/providers/change-provider.ts';
import type { NewProvider } from '../features/providers/schemas.ts';
import { subscribe } from '../features/subscriptions/subscribe.ts';
import { type PriceList, unpriced } from '../lib/price-list.ts';
import { formatPrices } from '../lib/prices.ts';
import { parseCredits } from '../lib/credits.ts';
import type { DiscoveredModel } from '../lib/providers/discovered-model.ts';
import { discoverProviderModels, testProvider } from '../lib/providers/index.ts';
import { usualSettings } from '../lib/providers/connection-settings.ts';
import { normaliseBaseUrl, simulatedBaseUrl } from '../lib/providers/upstream-url.ts';
import { recordAudit } from '../lib/audit.ts';
import { query, queryOne } from '../lib/sql.ts';

/** What a local model costs until somebody sets a price: one credit a call, the classic price list. */
const localPrices: PriceList = { ...unpriced, perRequestMicroCredits: parseCredits('1') };

/** The audit entry that says it is done. */
const done = { action: 'installation.seed', targetType: 'installation', targetId: 'providers' } as const;

/**
 * Sets up the providers that are at hand, once: the simulated one for the demo, Ollama when it answers,
 * LiteLLM when the environment names it. One that does not answer is left without models, and logged. Goes on
 * where a start that was killed has left off.
 */
export async function seedProviders(app: App, adminId: string): Promise<void> {
  if (await isDone(app)) return;
  const { demo, ollamaBaseUrl, litellmBaseUrl, litellmApiKey } = app.config;
  if (demo)
    await seedProvider(app, adminId, {
      name: 'Simulated',
      kind: 'simulated',
      class: 'local',
      baseUrl: simulatedBaseUrl,
    });
  const ollama: NewProvider = { name: 'Ollama', kind: 'ollama', class: 'local', baseUrl: ollamaBaseUrl };
  if (await answers(ollama)) await seedProvider(app, adminId, ollama);
  if (litellmBaseUrl)
    await seedProvider(app, adminId, {
      name: 'LiteLLM',
      kind: 'litellm',
      class: 'cloud',
      baseUrl: litellmBaseUrl,
      apiKey: litellmApiKey,
    });
  if (demo) await subscribeAdmin(app, adminId);
  await recordAudit(app.db, { ...done, actorUserId: adminId, requestId: 'start' });
}

async function isDone(app: App): Promise<boolean> {
  const entry = await queryOne(
    app.db,
    'SELECT 1 FROM audit_log WHERE target_type = $1 AND target_id = $2 AND action = $3',
    [done.targetType, done.targetId, done.action],
  );
  return entry !== undefined;
}

async function answers(provider: NewProvider): Promise<boolean> {
  return (await testProvider(connectionOf(provider))).ok;
}

function connectionOf({ kind, baseUrl = '', apiKey }: NewProvider) {
  return { kind, baseUrl: normaliseBaseUrl(kind, baseUrl), apiKey: apiKey ?? null, settings: usualSettings };
}

async function seedProvider(app: App, adminId: string, provider: NewProvider): Promise<void> {
  const act = { actorUserId: adminId, requestId: 'start' };
  const tools = { db: app.db, secretBox: app.secretBox, demo: app.config.demo };
  const known = await queryOne<{ id: string }>(app.db, 'SELECT id FROM providers WHERE name = $1', [
    provider.name,
  ]);
  const providerId = known?.id ?? (await createProvider(tools, provider, act));
  const models = await discoverProviderModels(connectionOf(provider)).catch((error: unknown) => {
    app.log.warn(
      { err: error, provider: provider.name },
      'the provider could not be asked for its models; add them in the portal',
    );
    return [];
  });
  const taken = new Set(
    (await query<{ name: string }>(app.db, 'SELECT name FROM models')).map(({ name }) => name),
  );
  for (const model of models.filter(({ name }) => !taken.has(name))) {
    await createModel(
      app.db,
      {
        ...describe(model, provider.class),
        autoApprove: app.config.demo,
        routes: [{ providerId, upstreamModel: model.upstreamModel }],
      },
      act,
    );
  }
}

function describe(model: DiscoveredModel, providerClass: NewProvider['class']) {
  const prices = formatPrices(model.prices ?? (providerClass === 'local' ? localPrices : unpriced));
  const { free, ...parts } = prices ?? { free: false };
  return {
    name: model.name,
    displayName: model.displayName ?? model.name,
    description: model.description,
    capabilities: model.capabilities,
    contextLength: model.contextLength ?? undefined,
    maxOutputTokens: model.maxOutputTokens ?? undefined,
    prices: free ? { free: true } : parts,
  };
}

/** The demo's admin can call everything at once. */
async function subscribeAdmin(app: App, adminId: string): Promise<void> {
  const account = await queryOne<{ id: string }>(app.db, 'SELECT id FROM accounts WHERE personal_of = $1', [
    adminId,
  ]);
  if (!account) return;
  const models = await query<{ id: string }>(
    app.db,
    `SELECT id FROM models WHERE auto_approve
       AND NOT EXISTS (SELECT FROM subscriptions s WHERE s.account_id = $1 AND s.model_id = models.id)`,
    [account.id],
  );
  for (const { id } of models)
    await subscribe(app.db, account.id, id, { actorUserId: adminId, requestId: 'start' });
}
