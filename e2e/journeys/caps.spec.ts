import { randomUUID } from 'node:crypto';
import { paths } from '../../frontend/src/paths.ts';
import { callWith, createKey, subscribe } from '../actors/catalogue.ts';
import { type Person, signIn } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';
import { appFrame } from '../pages/app-frame.ts';
import { budgetsPage, isolated } from '../pages/budgets-page.ts';
import { rowWith } from '../pages/card.ts';
import { startUpstream, upstreamKey, upstreamModel } from '../stand-ins/openai-upstream.ts';

/** A model that a cloud provider of its own serves. */
async function addCloudModel({ api }: Person, name: string, baseUrl: string): Promise<string> {
  const { id } = await api.post('/api/v1/admin/providers', {
    body: { name, kind: 'openai-compatible', baseUrl, apiKey: upstreamKey, class: 'cloud' },
  });
  const routes = [{ providerId: id, upstreamModel }];
  await api.post('/api/v1/admin/models', {
    body: { name, autoApprove: true, prices: { free: true }, routes },
  });
  return id;
}

test('what calls may come to in a month is set for each subscription', async ({
  page,
  context,
  admin,
  openAs,
  person,
  serverUrl,
}) => {
  await subscribe(person, 'sim-echo');
  const secret = await createKey(person, 'Laptop');
  const dialog = page.getByRole('dialog');
  await signIn(context, admin);

  await test.step('an admin lowers the quota', async () => {
    await page.goto(`${paths.adminSubscriptions}?status=active`);
    await page
      .getByRole('button', { name: `Change the quota of ${person.email} for Simulated echo` })
      .click();
    await dialog.getByRole('textbox', { name: 'Requests a month' }).fill('0');
    await expect(dialog).toContainText('Enter a whole number above 0');
    await dialog.getByRole('textbox', { name: 'Requests a month' }).fill('1');
    await dialog.getByRole('textbox', { name: 'Tokens a month' }).fill('');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(
      appFrame(page).toast(`The quota of ${person.email} for Simulated echo was changed`),
    ).toBeVisible();
    await expect(rowWith(page, person.email)).toContainText('0 of 1 request used');
  });

  await test.step('the call over it is refused; the user sees why', async () => {
    await expect.poll(() => callWith(serverUrl, secret)).toBe('429 quota_exceeded');
    const userPage = await openAs(person);
    await userPage.goto(paths.subscriptions);
    await expect(rowWith(userPage, 'Simulated echo')).toContainText('1 of 1 request used');
    await userPage.goto(paths.limitsOf('sim-echo'));
    const quota = userPage.getByRole('region', { name: `Monthly quota of ${isolated('Simulated echo')}` });
    await expect(quota.first()).toContainText('Nothing is left: calls are stopped here.');
  });
});

test('a cloud provider gets as many calls a day as its cap allows', async ({
  page,
  context,
  admin,
  openAs,
  person,
  serverUrl,
}) => {
  const name = `cloud-${randomUUID().slice(0, 8)}`;
  const upstream = await startUpstream();
  const providerId = await addCloudModel(admin, name, upstream.url);
  await admin.api.put('/api/v1/admin/accounts/{accountId}/plan', {
    params: { accountId: person.accountId },
    body: { planId: 'pln_pro' },
  });
  await subscribe(person, name);
  const secret = await createKey(person, 'Laptop');
  const dialog = page.getByRole('dialog');
  await signIn(context, admin);

  await page.goto(paths.adminProvider(providerId));
  await page.getByRole('main').getByRole('button', { name: 'Edit' }).click();
  await dialog.getByRole('textbox', { name: 'Calls a day' }).fill('1');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('main')).toContainText('0 of 1 request used');

  await expect.poll(() => callWith(serverUrl, secret, name)).toBe('402 budget_exceeded');
  await page.goto(paths.adminBudgets);
  await expect(budgetsPage(page).row(`Budget of the provider ${isolated(name)}`)).toContainText(
    '1 of 1 request used',
  );
  await expect(budgetsPage(page).row(`Budget of the provider ${isolated(name)}`)).toContainText(
    'Limit reached',
  );

  const userPage = await openAs(person);
  await userPage.goto(paths.limitsOf(name));
  const limit = budgetsPage(userPage).next.getByRole('region', {
    name: `Budget of the provider ${isolated(name)}`,
  });
  await expect(limit).toContainText('Nothing is left: calls are stopped here.');
  await expect(appFrame(userPage).heading).toHaveText('Budgets and limits');
  await upstream.close();
});
