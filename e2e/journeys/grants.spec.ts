import { randomUUID } from 'node:crypto';
import { paths } from '../../frontend/src/paths.ts';
import { createKey, openaiClient } from '../actors/catalogue.ts';
import { type Person, signIn } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';
import { adminUserPage, correctionPage } from '../pages/admin-pages.ts';
import { appFrame } from '../pages/app-frame.ts';
import { creditsPage } from '../pages/credits-page.ts';

/** A model at 10 credits a call, and the person subscribed to it. */
async function addModelFor({ api }: Person, person: Person): Promise<{ id: string; name: string }> {
  const { data: providers } = await api.get('/api/v1/admin/providers');
  const simulated = providers.find(({ kind }) => kind === 'simulated');
  if (!simulated) throw new Error('The demo has no simulated provider.');
  const model = await api.post('/api/v1/admin/models', {
    body: {
      name: `granted-${randomUUID().slice(0, 8)}`,
      autoApprove: true,
      prices: { perRequestCredits: '10' },
      routes: [{ providerId: simulated.id, upstreamModel: 'sim-echo' }],
    },
  });
  const params = { accountId: person.accountId };
  await person.api.post('/api/v1/accounts/{accountId}/subscriptions', {
    params,
    body: { modelId: model.id },
  });
  return model;
}

const messages = [{ role: 'user' as const, content: 'one two three' }];
const call = (serverUrl: string, secret: string, model: string) =>
  openaiClient(serverUrl, secret).chat.completions.create({ model, messages });

test('a grant for one model is given, used before all others, and revoked', async ({
  page,
  context,
  admin,
  openAs,
  person,
  serverUrl,
}) => {
  const model = await addModelFor(admin, person);
  const secret = await createKey(person, 'Workshop');
  await signIn(context, admin);
  await page.goto(paths.adminUser(person.userId));
  const user = adminUserPage(page);

  await test.step('the form says what is missing, and books once', async () => {
    await user.openGrant('0', '');
    await user.giveGrant.click();
    await expect(user.dialog).toContainText('Enter a number above zero');
    await expect(user.dialog).toContainText('Say what the credits are for.');
    await user.dialog.getByRole('textbox', { name: 'Credits' }).fill('100');
    await user.dialog.getByRole('textbox', { name: 'What it is for' }).fill('For the workshop');
    await user.chooseModel(model.name);
    await user.giveGrant.dblclick();
    await expect(appFrame(page).toast('Mona Example has received 100 credits')).toBeVisible();
    await expect(user.grant('For the workshop')).toHaveCount(1);
    await expect(user.grant('For the workshop')).toContainText(model.name);
  });

  const userPage = await openAs(person);
  const credits = creditsPage(userPage);
  await test.step('the account sees it, and calls of the model use it first', async () => {
    await call(serverUrl, secret, model.name);
    await userPage.goto(paths.credits);
    await expect(credits.amount('Available')).toHaveText('1,000');
    await expect(credits.amount('Balance')).toHaveText('1,090');
    await expect(userPage.getByText('there are 90 credits for some models only')).toBeVisible();
    await expect(credits.grant('For the workshop')).toContainText(model.name);
    await expect(credits.grant('For the workshop')).toContainText('90');
  });

  await test.step('revoked, what is left goes, and the ledger says why', async () => {
    await page.reload();
    await user.revokeGrant('For the workshop', 'The workshop is over');
    await expect(appFrame(page).toast('Taken back from Mona Example: 90 credits')).toBeVisible();
    await expect(user.grant('For the workshop')).toContainText('Revoked');
    await userPage.reload();
    await expect(credits.amount('Balance')).toHaveText('1,000');
    await credits.filterByKind('Adjustment');
    await expect(credits.ledgerRows).toHaveCount(1);
    await expect(credits.ledgerRows.first()).toContainText(/The workshop is over.*[-−]90/);
  });

  await test.step('the statement has all of it', async () => {
    const lines = (await credits.downloadStatement()).trimEnd().split('\r\n');
    expect(lines.map((line) => line.split(',').slice(2).join(','))).toEqual([
      'kind,description,calls,amount_credits,balance_credits',
      'opening,Opening balance,,,0',
      'grant,Welcome credits,,1000,1000',
      'grant,For the workshop,,100,1100',
      'usage,Calls,1,-10,1090',
      'adjustment,The workshop is over,,-90,1000',
      'closing,Closing balance,,,1000',
    ]);
  });
});

test('a price that was wrong is put right, with a report first', async ({
  page,
  context,
  admin,
  openAs,
  person,
  serverUrl,
}) => {
  const model = await addModelFor(admin, person);
  const secret = await createKey(person, 'Dear');
  for (let n = 0; n < 3; n += 1) await call(serverUrl, secret, model.name);
  await signIn(context, admin);
  await page.goto(paths.adminModel(model.id));
  await page.getByRole('link', { name: 'Correct a past price' }).click();
  const correction = correctionPage(page);

  await test.step('the report', async () => {
    await expect(correction.past).toHaveCount(0);
    await correction.show.click();
    await expect(page.getByRole('main')).toContainText('Say why');
    await correction.price('Each call').fill('1');
    await correction.reason.fill('Ten times too dear');
    await correction.show.click();
    await expect(page.getByRole('grid', { name: 'Accounts' }).locator('tbody')).toContainText(person.email);
    await expect(page.getByRole('grid', { name: 'Accounts' }).locator('tbody')).toContainText(/[-−]27/);
  });

  await test.step('applied, once', async () => {
    await correction.apply.click();
    await expect(correction.dialog).toContainText('Correct 3 calls?');
    await correction.dialog.getByRole('button', { name: 'Apply' }).dblclick();
    await expect(appFrame(page).toast(/3 calls corrected: [-−]27 credits/)).toBeVisible();
    await expect(correction.past.locator('tbody').getByRole('row')).toHaveCount(1);
  });

  await test.step('the account has its credits back, and its calls say why', async () => {
    const userPage = await openAs(person);
    await userPage.goto(paths.credits);
    const credits = creditsPage(userPage);
    await expect(credits.amount('Balance')).toHaveText('997');
    await expect(credits.ledgerRows.nth(0)).toContainText(/Ten times too dear.*[-−]3/);
    await expect(credits.ledgerRows.nth(1)).toContainText(/Ten times too dear.*\+30/);
    const { data: calls } = await person.api.get('/api/v1/accounts/{accountId}/usage', {
      params: { accountId: person.accountId },
    });
    await userPage.goto(paths.usageCall(calls[0]?.requestId ?? ''));
    await expect(userPage.getByText('This call had cost 10 credits before it was corrected')).toBeVisible();
    await expect(userPage.getByText('Ten times too dear')).toBeVisible();
  });
});
