import { randomUUID } from 'node:crypto';
import { paths } from '../../frontend/src/paths.ts';
import { type Person, signIn, signUpPerson } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';
import { appFrame } from '../pages/app-frame.ts';

/** A model of a provider of its own, which both admins may change. */
async function addModel({ api }: Person) {
  const name = `shared-${randomUUID().slice(0, 8)}`;
  const provider = await api.post('/api/v1/admin/providers', {
    body: { name, kind: 'openai-compatible', baseUrl: 'http://127.0.0.1:9/v1', class: 'local' },
  });
  const routes = [{ providerId: provider.id, upstreamModel: 'tiny' }];
  const body = { name, prices: { perRequestCredits: '1' }, routes };
  return { provider, model: await api.post('/api/v1/admin/models', { body }) };
}

test('saving a model leaves alone what another admin changed meanwhile', async ({ page, context, admin }) => {
  const { model } = await addModel(admin);
  const params = { modelId: model.id };
  await signIn(context, admin);
  await page.goto(paths.adminModelEdit(model.id));
  await page.getByRole('textbox', { name: 'Description' }).fill('Said by the first admin');
  await admin.api.patch('/api/v1/admin/models/{modelId}', {
    params,
    body: { prices: { perRequestCredits: '7' }, visibility: 'hidden' },
  });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page).toHaveURL(paths.adminModel(model.id));
  const saved = await admin.api.get('/api/v1/admin/models/{modelId}', { params });
  expect(saved).toMatchObject({
    description: 'Said by the first admin',
    visibility: 'hidden',
    prices: { perRequestCredits: '7' },
  });
});

test('the form of a model begins with what is stored now', async ({ page, context, admin }) => {
  const { model } = await addModel(admin);
  await signIn(context, admin);
  await page.goto(paths.adminModel(model.id));
  await expect(page).toBeSettled();
  await admin.api.patch('/api/v1/admin/models/{modelId}', {
    params: { modelId: model.id },
    body: { description: 'Changed meanwhile' },
  });
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Description' })).toHaveValue('Changed meanwhile');
});

test('saving a provider leaves alone what another admin changed meanwhile', async ({
  page,
  context,
  admin,
}) => {
  const { provider } = await addModel(admin);
  const params = { providerId: provider.id };
  await signIn(context, admin);
  await page.goto(paths.adminProvider(provider.id));
  await expect(page).toBeSettled();
  const change = (body: { maxConcurrency: number }) =>
    admin.api.patch('/api/v1/admin/providers/{providerId}', { params, body });
  await change({ maxConcurrency: 4 });
  await page.getByRole('main').getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox', { name: 'Calls at the same time' })).toHaveValue('4');
  await dialog.getByRole('textbox', { name: 'Name' }).fill(`${provider.name} renamed`);
  await change({ maxConcurrency: 5 });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  expect(await admin.api.get('/api/v1/admin/providers/{providerId}', { params })).toMatchObject({
    name: `${provider.name} renamed`,
    maxConcurrency: 5,
  });
});

test('an admin who becomes a user loses the pages of admins at once', async ({
  page,
  context,
  admin,
  serverUrl,
}) => {
  const second = await signUpPerson(serverUrl, 'Rana Example');
  const params = { userId: second.userId };
  await admin.api.patch('/api/v1/admin/users/{userId}', { params, body: { role: 'admin' } });
  await signIn(context, second);
  await page.goto(paths.adminUser(second.userId));
  await page.getByRole('button', { name: 'Change role' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^User/ }).check();
  await dialog.getByRole('button', { name: 'Change role' }).click();
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await expect(appFrame(page).navigation.getByText('Administration')).toBeHidden();
});
