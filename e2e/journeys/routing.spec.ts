import { randomUUID } from 'node:crypto';
import { paths } from '../../frontend/src/paths.ts';
import { addFreeModel, createKey, openaiClient, subscribe } from '../actors/catalogue.ts';
import { signIn } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';
import { card } from '../pages/card.ts';

/** Nothing listens there. */
const deadUrl = 'http://127.0.0.1:9';

test('a provider with headers of its own, a model that falls back, and what a call tells of it', async ({
  page,
  context,
  openAs,
  admin,
  person,
  serverUrl,
}) => {
  const id = randomUUID().slice(0, 8);
  const [name, spare] = [`lost-${id}`, `spare-${id}`];
  await addFreeModel(admin, spare);
  const provider = await admin.api.post('/api/v1/admin/providers', {
    body: { name: `Away ${id}`, kind: 'openai-compatible', baseUrl: deadUrl, class: 'local' },
  });
  const routes = [{ providerId: provider.id, upstreamModel: 'far-model' }];
  const model = await admin.api.post('/api/v1/admin/models', {
    body: { name, autoApprove: true, prices: { free: true }, routes },
  });
  await signIn(context, admin);

  await test.step('the admin gives the provider a header and a time limit', async () => {
    await page.goto(paths.adminProvider(provider.id));
    await page.getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Advanced' }).click();
    await dialog.getByRole('button', { name: 'Add header' }).click();
    await dialog.getByRole('textbox', { name: 'Name 1' }).fill('X-Team');
    await dialog.getByLabel('Value 1').fill('red');
    await dialog.getByRole('textbox', { name: 'Seconds to connect' }).fill('2.5');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toBeHidden();
    await expect(card(page, 'Connection')).toContainText('x-team');
    const stored = await admin.api.get('/api/v1/admin/providers/{providerId}', {
      params: { providerId: provider.id },
    });
    expect(stored).toMatchObject({ headerNames: ['x-team'], connectTimeoutMs: 2_500 });
  });

  await test.step('and the model another one to fall back to', async () => {
    await page.goto(paths.adminModelEdit(model.id));
    await page.getByRole('combobox', { name: 'If none of them can serve' }).selectOption(spare);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(card(page, 'Routes')).toContainText(`this model answers: ${spare}`);
  });

  const userPage = await openAs(person);
  await test.step('the user’s call is answered, and tells how', async () => {
    await subscribe(person, name);
    await subscribe(person, spare);
    const { chat } = openaiClient(serverUrl, await createKey(person, 'Client'));
    const call = await chat.completions
      .create({ model: name, messages: [{ role: 'user', content: 'one two three' }] })
      .withResponse();
    expect(call.response.headers.get('x-litemaas-model')).toBe(spare);
    await userPage.goto(paths.usageCall(call.response.headers.get('x-request-id') ?? ''));
    const route = card(userPage, 'How it found its way');
    await expect(route).toContainText(`None of the routes of ${name} could serve`);
    await expect(route.getByRole('grid', { name: 'Routes of the call' })).toContainText('Answered');
    await route.getByRole('link', { name: 'Show the call that could not be served' }).click();
    await expect(route).toContainText('Another model answered in its place.');
    const tries = route.getByRole('grid', { name: 'What was tried, one after the other' });
    await expect(tries.getByRole('row').filter({ hasText: 'upstream_unavailable' })).toHaveCount(2);
    await expect(route).not.toContainText('far-model');
  });

  await test.step('the admin sees it too, with the name of the model there', async () => {
    await page.goto(paths.adminUserCalls(person.userId));
    await page.getByRole('main').getByRole('button', { name }).click();
    await expect(page.getByRole('dialog')).toContainText('far-model');
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  });

  await test.step('and on the health page, from when on calls go elsewhere', async () => {
    await admin.api.patch('/api/v1/admin/providers/{providerId}', {
      params: { providerId: provider.id },
      body: { maxConcurrency: 2, overflowAfter: 7 },
    });
    await page.goto(paths.adminHealth);
    await expect(card(page, `Away ${id}`)).toContainText('With more than 7 waiting, calls go elsewhere');
  });
});
