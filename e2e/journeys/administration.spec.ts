import { randomUUID } from 'node:crypto';
import { paths } from '../../frontend/src/paths.ts';
import { modelIdOf } from '../actors/catalogue.ts';
import { type Person, signIn, signUpPerson } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';
import { adminUserPage, approvalsPage } from '../pages/admin-pages.ts';
import { appFrame } from '../pages/app-frame.ts';
import { signInPage } from '../pages/auth-pages.ts';
import { rowWith } from '../pages/card.ts';
import { creditsPage } from '../pages/credits-page.ts';

/** A model that waits for an approval. */
async function addModelToAskFor({ api }: Person): Promise<{ id: string; name: string }> {
  const { data: providers } = await api.get('/api/v1/admin/providers');
  const simulated = providers.find(({ kind }) => kind === 'simulated');
  if (!simulated) throw new Error('The demo has no simulated provider.');
  return api.post('/api/v1/admin/models', {
    body: {
      name: `ask-first-${randomUUID().slice(0, 8)}`,
      autoApprove: false,
      prices: { perRequestCredits: '1' },
      routes: [{ providerId: simulated.id, upstreamModel: 'sim-echo' }],
    },
  });
}

test('a denial says why, and can be asked again', async ({ page, context, admin, openAs, person }) => {
  const { id: modelId, name } = await addModelToAskFor(admin);
  const params = { accountId: person.accountId };
  await person.api.post('/api/v1/accounts/{accountId}/subscriptions', { params, body: { modelId } });
  await signIn(context, admin);
  await page.goto(paths.adminSubscriptions);
  await approvalsPage(page).deny(name, person.email, 'Use the small model first.');
  await expect(appFrame(page).toast(`${person.email} was denied ${name}`)).toBeVisible();
  const userPage = await openAs(person);
  await userPage.goto(paths.subscriptions);
  await expect(rowWith(userPage, name)).toContainText('Denied');
  await expect(rowWith(userPage, name)).toContainText('Use the small model first.');
  await userPage.getByRole('button', { name: `Ask for ${name} again` }).click();
  await userPage.getByRole('dialog').getByRole('button', { name: 'Ask again' }).click();
  await expect(rowWith(userPage, name)).toContainText('Pending');
});

test('credits are given and taken, once per decision', async ({ page, context, admin, openAs, person }) => {
  await signIn(context, admin);
  await page.goto(paths.adminUser(person.userId));
  const user = adminUserPage(page);
  await user.openAdjustment('250', 'For the workshop');
  await user.book.dblclick();
  await expect(appFrame(page).toast('Booked: Mona Example now has 1,250 credits')).toBeVisible();
  await user.openAdjustment('-12.5', 'Booked by mistake');
  await user.book.click();
  await expect(appFrame(page).toast('Booked: Mona Example now has 1,237.5 credits')).toBeVisible();
  const userPage = await openAs(person);
  await userPage.goto(paths.credits);
  const credits = creditsPage(userPage);
  await expect(credits.amount('Balance')).toHaveText('1,237.5');
  await expect(credits.ledgerRows).toHaveCount(3);
  await expect(credits.ledgerRows.nth(0)).toContainText(/Booked by mistake.*[-−]12\.5/);
  await expect(credits.ledgerRows.nth(1)).toContainText(/For the workshop.*\+250/);
});

test('more credits than there are cannot be taken', async ({ page, context, admin, person, faults }) => {
  faults.expect(/409 .*\/adjustments$/);
  await signIn(context, admin);
  await page.goto(paths.adminUser(person.userId));
  const user = adminUserPage(page);
  await user.openAdjustment('-1000.000001', 'Too much');
  await user.book.click();
  await expect(user.dialog).toContainText('does not have that many credits');
  await expect(user.dialog.getByRole('textbox', { name: 'Reason' })).toHaveValue('Too much');
});

test('a disabled user is signed out and cannot come back', async ({
  page,
  context,
  admin,
  openAs,
  person,
  faults,
}) => {
  faults.expect(/401 /);
  const userPage = await openAs(person);
  await userPage.goto(paths.home);
  await expect(userPage).toBeSettled();
  await signIn(context, admin);
  await page.goto(paths.adminUser(person.userId));
  await adminUserPage(page).disable();
  await expect(appFrame(page).toast('Mona Example is disabled')).toBeVisible();
  await appFrame(userPage).open('Settings');
  await expect(userPage).toHaveURL(/\/sign-in/);
  await signInPage(userPage).signIn(person.email, person.password);
  await expect(signInPage(userPage).error).toHaveText(/The e-mail or the password is wrong/);
});

test('the money check proves that everything adds up', async ({ page, context, admin }) => {
  await signIn(context, admin);
  await page.goto(paths.admin);
  await page.getByRole('button', { name: 'Run the check' }).click();
  await expect(page.getByText('Everything adds up')).toBeVisible();
  const results = page.getByRole('grid', { name: 'Money check' }).locator('tbody').getByRole('row');
  expect(await results.count()).toBeGreaterThan(5);
  for (const row of await results.all()) await expect(row).toContainText('Passed');
});

const actions =
  /^(Add|Edit|Delete|Disable|Enable|Approve|Deny|Adjust|Change|Give|Test connection|Discover|Import|New|Save|Stop|Lift)\b/;

test('an auditor sees the pages of admins without anything to change', async ({
  page,
  context,
  admin,
  person,
  serverUrl,
}) => {
  const auditor = await signUpPerson(serverUrl, 'Ada Auditor');
  const params = { userId: auditor.userId };
  await admin.api.patch('/api/v1/admin/users/{userId}', { params, body: { role: 'auditor' } });
  const { data: providers } = await admin.api.get('/api/v1/admin/providers');
  const modelId = await modelIdOf(admin, 'sim-echo');
  await signIn(context, auditor);
  for (const path of [
    paths.admin,
    paths.adminHealth,
    paths.adminUsers,
    paths.adminUser(person.userId),
    paths.adminProviders,
    paths.adminProvider(providers[0]?.id ?? ''),
    paths.adminModels,
    paths.adminModel(modelId),
    paths.adminSubscriptions,
    paths.adminKillSwitches,
  ]) {
    await page.goto(path);
    await expect(page).toBeSettled();
    const main = page.getByRole('main');
    await expect(main.getByRole('button', { name: actions })).toHaveCount(0);
    await expect(main.getByRole('link', { name: actions })).toHaveCount(0);
  }
});
