import { randomUUID } from 'node:crypto';
import { paths } from '../../frontend/src/paths.ts';
import type { Person } from '../actors/person.ts';
import { signIn } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';
import { modelForm } from '../pages/admin-pages.ts';
import { appFrame } from '../pages/app-frame.ts';

/** A model at 500 credits per million tokens in and 1,500 out. */
async function addModel({ api }: Person): Promise<{ id: string; name: string }> {
  const { data: providers } = await api.get('/api/v1/admin/providers');
  const simulated = providers.find(({ kind }) => kind === 'simulated');
  if (!simulated) throw new Error('The demo has no simulated provider.');
  return api.post('/api/v1/admin/models', {
    body: {
      name: `priced-${randomUUID().slice(0, 8)}`,
      prices: { inputPerMillionCredits: '500', outputPerMillionCredits: '1500' },
      routes: [{ providerId: simulated.id, upstreamModel: 'sim-lorem' }],
    },
  });
}

test('a slip in a price is asked about before it is saved', async ({ page, context, admin, faults }) => {
  faults.expect(/409 .*\/admin\/models\//);
  const { id, name } = await addModel(admin);
  await signIn(context, admin);
  await page.goto(paths.adminModelEdit(id));
  const form = modelForm(page);
  await expect(page.getByText('1,000 tokens in and 500 out cost 1.25 credits ($0.0013)')).toBeVisible();
  await form.price('Input').fill('500000000');
  await expect(page.getByText('1,000 tokens in and 500 out cost 500,000.75 credits ($500.00)')).toBeVisible();
  await form.save.click();
  await expect(form.dialog).toContainText('Input: from 500 to 500,000,000 credits');
  await form.dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(form.price('Input')).toHaveValue('500000000');
  await form.save.click();
  await form.dialog.getByRole('button', { name: 'Change the prices' }).click();
  await expect(appFrame(page).toast(`${name} was saved`)).toBeVisible();
  await expect(page.getByRole('main')).toContainText('500,000,000 credits per million tokens');
});

test('finer prices and a tier are set, and shown to those who pay them', async ({
  page,
  context,
  admin,
  openAs,
  person,
}) => {
  const { id, name } = await addModel(admin);
  await signIn(context, admin);
  await page.goto(paths.adminModelEdit(id));
  const form = modelForm(page);
  await form.morePrices.click();
  await form.price('Reasoning').fill('2000');
  await form.addTier.click();
  await expect(page.getByText('A tier needs at least one price.')).toBeVisible();
  await form.tier(1).getByRole('textbox', { name: 'For more input tokens than' }).fill('128000');
  await form.tier(1).getByRole('textbox', { name: 'Input', exact: true }).fill('1000');
  await expect(page.getByText('128,001 tokens in and 500 out cost 128.751 credits')).toBeVisible();
  await expect(page).toBeAccessible();
  await form.save.click();
  await expect(appFrame(page).toast(`${name} was saved`)).toBeVisible();
  const userPage = await openAs(person);
  await userPage.goto(paths.model(id));
  const prices = userPage.getByRole('main');
  await expect(prices).toContainText('Reasoning2,000 credits per million tokens');
  await expect(prices.getByRole('heading', { name: 'For more than 128,000 input tokens' })).toBeVisible();
  await expect(prices).toContainText('1,000 credits per million tokens');
  await expect(userPage).toBeAccessible();
});
