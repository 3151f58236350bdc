import { randomUUID } from 'node:crypto';
import { paths } from '../../frontend/src/paths.ts';
import { addFreeModel, callWith, createKey, subscribe } from '../actors/catalogue.ts';
import { signIn } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';
import { apiKeysPage } from '../pages/api-keys-page.ts';
import { appFrame } from '../pages/app-frame.ts';
import { budgetsPage, isolated } from '../pages/budgets-page.ts';
import { card, rowWith } from '../pages/card.ts';

test('a budget stops calls at its limit, and lets them through when it is reset, raised or gone', async ({
  page,
  context,
  person,
  serverUrl,
}) => {
  await subscribe(person, 'sim-echo');
  const [laptop, other] = [await createKey(person, 'Laptop'), await createKey(person, 'Other')];
  const name = `Budget of the API key ${isolated('Laptop')}`;
  const budgets = budgetsPage(page);
  const { toast } = appFrame(page);
  await signIn(context, person);

  await test.step('it is made, and says when it will reset', async () => {
    await page.goto(paths.budgets);
    await expect(page.getByRole('heading', { name: 'No budgets yet' })).toBeVisible();
    await budgets.openForm();
    await budgets.create();
    await expect(budgets.limit).toBeFocused();
    await expect(budgets.dialog).toContainText('Enter an amount above 0');
    await budgets.select('What it limits', 'One API key');
    await budgets.select('Which one', 'Laptop');
    await budgets.select('Counted in', 'Requests');
    await budgets.limit.fill('1');
    await budgets.select('Period', 'Per week');
    await budgets.select('Weeks start on', 'Sunday');
    await budgets.select('Time zone', 'Asia/Kuwait');
    await expect(budgets.resets).toHaveCount(5);
    await expect(budgets.resets.first()).toContainText('Saturday');
    await expect(budgets.resets.first()).toContainText('9:00 PM');
    await budgets.create();
    await expect(toast(`Created: ${name}`)).toBeVisible();
    await expect(budgets.row(name)).toContainText('0 of 1 request used');
    await expect(budgets.row(name)).toContainText('Within the limit');
  });

  await test.step('the call that goes over it is refused, and only with this key', async () => {
    await expect.poll(() => callWith(serverUrl, laptop)).toBe('402 budget_exceeded');
    expect(await callWith(serverUrl, other)).toBe('200');
    // Alerts come from a job that looks every few seconds.
    await expect(async () => {
      await page.reload();
      await expect(budgets.row(name)).toContainText('Limit reached');
      await expect(rowWith(card(page, 'Alerts'), '100%')).toContainText(name, { timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
    await budgets.chooseKey('Laptop');
    await expect(budgets.next.getByRole('region', { name })).toContainText('Nothing is left');
    await page.goto(paths.apiKeys);
    await expect(apiKeysPage(page).row('Laptop')).toContainText('1 of 1 request used');
  });

  await test.step('reset, one more goes through', async () => {
    await page.goto(paths.budgets);
    await budgets.act(name, 'Reset');
    await expect(budgets.dialog).toContainText('what it has counted so far (1 request) is let go');
    await budgets.dialog.getByRole('button', { name: 'Reset' }).click();
    await expect(toast(`“${name}” counts from zero`)).toBeVisible();
    await expect(budgets.row(name)).toContainText('0 of 1 request used');
    expect(await callWith(serverUrl, laptop)).toBe('200');
    expect(await callWith(serverUrl, laptop)).toBe('402 budget_exceeded');
  });

  await test.step('raised, too', async () => {
    await budgets.act(name, 'Edit');
    await budgets.limit.fill('2');
    await budgets.dialog.getByRole('button', { name: 'Save' }).click();
    await expect(toast(`Saved: ${name}`)).toBeVisible();
    await expect(budgets.row(name)).toContainText('1 of 2 requests used');
    expect(await callWith(serverUrl, laptop)).toBe('200');
    expect(await callWith(serverUrl, laptop)).toBe('402 budget_exceeded');
  });

  await test.step('deleted from its own page, nothing limits the key', async () => {
    await budgets.row(name).getByRole('link').click();
    await expect(appFrame(page).heading).toHaveText(name);
    await page.getByRole('main').getByRole('button', { name: 'Delete' }).click();
    await budgets.dialog.getByRole('button', { name: 'Delete' }).click();
    await expect(toast(`“${name}” was deleted`)).toBeVisible();
    await expect(page).toHaveURL(paths.budgets);
    await expect(page.getByRole('heading', { name: 'No budgets yet' })).toBeVisible();
    expect(await callWith(serverUrl, laptop)).toBe('200');
  });
});

test('a model’s cap for everybody: more of it is asked for, and granted', async ({
  page,
  context,
  admin,
  openAs,
  person,
  serverUrl,
}) => {
  const model = `capped-${randomUUID().slice(0, 8)}`;
  await addFreeModel(admin, model);
  await subscribe(person, model);
  const secret = await createKey(person, 'Laptop');
  const budgets = budgetsPage(page);
  await signIn(context, admin);

  await test.step('the admin caps it', async () => {
    await page.goto(paths.adminBudgets);
    await budgets.openForm();
    await budgets.select('What it limits', 'One model');
    await budgets.select('Which one', model);
    await budgets.select('Counted in', 'Requests');
    await budgets.limit.fill('1');
    await budgets.dialog.getByRole('textbox', { name: 'Name' }).fill(`Cap of ${model}`);
    await budgets.create();
    await expect(appFrame(page).toast(`Created: Cap of ${model}`)).toBeVisible();
    await expect(budgets.row(`Cap of ${model}`)).toContainText(`Budget of the model ${isolated(model)}`);
    await expect.poll(() => callWith(serverUrl, secret, model)).toBe('402 budget_exceeded');
  });

  const userPage = await openAs(person);
  const own = budgetsPage(userPage);
  const limit = own.next.getByRole('region', {
    name: `Budget of the model ${isolated(model)} for all accounts`,
  });
  await test.step('a user sees what stops them, and asks for more', async () => {
    await userPage.goto(paths.limitsOf(model));
    await expect(limit).toContainText('Nothing is left: calls are stopped here.');
    await own.ask('1', 'Tests');
    await expect(userPage).toBeAccessible();
    await expect(own.dialog).toContainText('Enter more than the limit that holds now.');
    await own.dialog.getByRole('textbox', { name: 'New limit' }).fill('3');
    await own.select('For how long', 'For this period only');
    await own.dialog.getByRole('button', { name: 'Send the request' }).click();
    await expect(appFrame(userPage).toast('Your request was sent')).toBeVisible();
    await expect(limit).toContainText('Asked for 3 requests:');
    await expect(limit).toContainText('Pending');
  });

  await test.step('the admin grants it, for this period', async () => {
    await page.reload();
    await expect(budgets.row(`Cap of ${model}`)).toContainText('1 request waits');
    await page
      .getByRole('button', { name: `Approve the request of Mona Example for Cap of ${model}` })
      .click();
    await expect(budgets.dialog).toContainText('Mona Example asks: Tests');
    await expect(page).toBeAccessible();
    await budgets.dialog.getByRole('textbox', { name: 'Comment' }).fill('Until the month is over.');
    await budgets.dialog.getByRole('button', { name: 'Approve' }).click();
    await expect(appFrame(page).toast(`“Cap of ${model}” now allows 3 requests`)).toBeVisible();
    await expect(budgets.row(`Cap of ${model}`)).toContainText('1 of 3 requests used');
    await expect(budgets.row(`Cap of ${model}`)).toContainText('Raised from 1 request for now');
  });

  await test.step('calls go through; the user reads what was answered', async () => {
    expect(await callWith(serverUrl, secret, model)).toBe('200');
    await userPage.reload();
    // How much all others use is not theirs to know.
    await own.next.getByRole('button', { name: /more limits$/ }).click();
    await expect(limit).toContainText('3 requests for all accounts together');
    await expect(limit).toContainText('There is room for the next call.');
    await expect(limit).not.toContainText('used');
    await expect(limit).toContainText('Approved');
    await limit.getByText('Approved').hover();
    await expect(userPage.getByRole('tooltip')).toHaveText('Until the month is over.');
  });
});

test('a key is made with a budget of its own', async ({ page, context, person }) => {
  await signIn(context, person);
  await page.goto(paths.apiKeys);
  const keys = apiKeysPage(page);
  await page.getByRole('main').getByRole('button', { name: 'Create an API key' }).first().click();
  await keys.dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly report');
  await keys.dialog.getByRole('textbox', { name: 'Budget in credits' }).fill('250');
  await keys.dialog.getByRole('combobox', { name: 'Budget period' }).selectOption('Per day');
  await keys.dialog.getByRole('button', { name: 'Create an API key' }).click();
  await keys.copy.click();
  await keys.done.click();
  await expect(keys.row('Nightly report')).toContainText('0 of 250 credits used');
  await keys.row('Nightly report').getByRole('link', { name: 'Show' }).click();
  await expect(appFrame(page).heading).toHaveText(`Budget of the API key ${isolated('Nightly report')}`);
});
