import { randomUUID } from 'node:crypto';
import { paths } from '../../frontend/src/paths.ts';
import { callWith, createKey, subscribe } from '../actors/catalogue.ts';
import { type Person, signIn } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';
import { appFrame } from '../pages/app-frame.ts';
import { card } from '../pages/card.ts';
import { startUpstream, upstreamKey, upstreamModel } from '../stand-ins/openai-upstream.ts';

/** Nothing listens there. */
const deadUrl = 'http://127.0.0.1:9';

/** A model that a cloud provider of its own serves, with bounds of all kinds. */
async function addModel({ api }: Person, name: string): Promise<string> {
  const { id } = await api.post('/api/v1/admin/providers', {
    body: {
      name,
      kind: 'openai-compatible',
      baseUrl: deadUrl,
      apiKey: upstreamKey,
      class: 'cloud',
      maxConcurrency: 4,
      maxQueue: 12,
      dailyRequestCap: 50,
    },
  });
  const routes = [{ providerId: id, upstreamModel }];
  await api.post('/api/v1/admin/models', {
    body: { name, autoApprove: true, prices: { free: true }, routes },
  });
  return id;
}

test('a provider that fails, what to do, and how it recovers while one looks', async ({
  page,
  context,
  admin,
  person,
  serverUrl,
}) => {
  const name = `cloud-${randomUUID().slice(0, 8)}`;
  const providerId = await addModel(admin, name);
  await subscribe(person, name);
  const secret = await createKey(person, 'Client');
  const provider = card(page, name);
  await signIn(context, admin);

  await test.step('nobody has called it yet', async () => {
    await page.goto(paths.admin);
    await appFrame(page).open('Provider health');
    await expect(provider).toContainText('No calls lately');
    await expect(provider).toContainText('0 of 50 requests used');
    await expect(provider.getByRole('progressbar', { name: 'Calls running' })).toHaveAttribute(
      'aria-valuetext',
      '0 of 4',
    );
    await expect(provider.getByRole('progressbar', { name: 'Calls waiting' })).toHaveAttribute(
      'aria-valuetext',
      '0 of 12',
    );
  });

  await test.step('it cannot be reached: the page says so by itself, and what to do', async () => {
    for (let time = 0; time < 5; time += 1)
      expect(await callWith(serverUrl, secret, name)).toBe('503 upstream_unavailable');
    await expect(provider).toContainText('Failing');
    await expect(provider).toContainText(`Nobody can connect to ${name}`);
    await expect(provider).toContainText('Check that the server runs');
    await expect(provider).toContainText('100% of 5 calls');
    await expect(provider).toContainText('Not reachable');
    await expect(provider).toContainText('Could not connect');
    await expect(page.getByText('These providers need attention:')).toContainText(name);
    await expect(page).toBeAccessible();
  });

  const upstream = await startUpstream();
  await test.step('its address is put right: calls go through, and count for its cap', async () => {
    await provider.getByRole('link', { name: 'Open the connection' }).click();
    await expect(page).toHaveURL(paths.adminProvider(providerId));
    const params = { providerId };
    await admin.api.patch('/api/v1/admin/providers/{providerId}', {
      params,
      body: { baseUrl: upstream.url },
    });
    await expect.poll(() => callWith(serverUrl, secret, name)).toBe('200');
    await appFrame(page).open('Provider health');
    await expect(provider).toContainText('Healthy');
    await expect(provider).toContainText('0% of 1 call');
    await expect(provider).toContainText('1 of 50 requests used');
    await expect(provider).toContainText('Half within');
    await expect(provider).toContainText(upstreamModel);
    await expect(provider.getByText(`Nobody can connect to ${name}`)).toHaveCount(0);
  });

  await test.step('its key is not accepted: no breaker keeps calls away, and the page says what fails', async () => {
    const params = { providerId };
    await admin.api.patch('/api/v1/admin/providers/{providerId}', { params, body: { apiKey: 'wrong' } });
    await expect.poll(() => callWith(serverUrl, secret, name)).toBe('502 upstream_error');
    await expect(provider).toContainText('Degraded');
    await expect(provider).toContainText(`100% of the calls to ${name} failed lately`);
    await expect(provider).toContainText('The server answers with errors (last status 401).');
    await expect(provider).not.toContainText('Healthy');
    await expect(page.getByText('These providers need attention:')).toContainText(name);
  });

  await test.step('it has served all its calls for today', async () => {
    const params = { providerId };
    const body = { apiKey: upstreamKey, dailyRequestCap: 1 };
    await admin.api.patch('/api/v1/admin/providers/{providerId}', { params, body });
    await expect(provider).toContainText('Daily cap reached');
    await expect(provider).toContainText(`${name} has served all its calls for today`);
    await expect(page.getByText('These providers need attention:')).toContainText(name);
    await expect(page).toBeAccessible();
  });
  await upstream.close();
});

test('when the figures cannot be had, the page says so and keeps the last ones', async ({
  page,
  context,
  admin,
  faults,
}) => {
  faults.expect(/503 .*\/health\/integration$/);
  await signIn(context, admin);
  await page.goto(paths.adminHealth);
  await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
  const shown = await page.getByRole('heading', { level: 2 }).count();
  await page.route('**/api/v1/health/integration', (route) => route.fulfill({ status: 503, body: '{}' }));
  await expect(page.getByText('The figures could not be refreshed')).toBeVisible();
  expect(await page.getByRole('heading', { level: 2 }).count()).toBeGreaterThanOrEqual(shown);
  await page.unroute('**/api/v1/health/integration');
  await expect(page.getByText('The figures could not be refreshed')).toHaveCount(0);
});
