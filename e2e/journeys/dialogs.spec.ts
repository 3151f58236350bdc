import { paths } from '../../frontend/src/paths.ts';
import { subscribe } from '../actors/catalogue.ts';
import { type Person, signIn } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';

/** The dialogs that make, take away or spend something: where they are, and the button that opens them. */
const dialogs = [
  { name: 'subscribe', as: 'person', path: () => paths.models, button: 'Subscribe to Simulated echo' },
  { name: 'create a key', as: 'person', path: () => paths.apiKeys, button: 'Create an API key' },
  { name: 'cancel', as: 'person', path: () => paths.subscriptions, button: /^Cancel the subscription/ },
  { name: 'view code', as: 'person', path: () => paths.playground, button: 'View code' },
  { name: 'add a provider', as: 'admin', path: () => paths.adminProviders, button: 'Add provider' },
  { name: 'adjust credits', as: 'admin', path: userPath, button: 'Adjust credits' },
  { name: 'change the role', as: 'admin', path: userPath, button: 'Change role' },
  { name: 'reset a password', as: 'admin', path: userPath, button: 'Reset password' },
  { name: 'give a grant', as: 'admin', path: userPath, button: 'Give a grant' },
  { name: 'revoke a grant', as: 'admin', path: userPath, button: /^Revoke: / },
  { name: 'change the plan', as: 'admin', path: userPath, button: 'Change plan' },
  { name: 'give access', as: 'admin', path: userPath, button: 'Give access to a model' },
  { name: 'disable a user', as: 'admin', path: userPath, button: 'Disable' },
  { name: 'stop something', as: 'admin', path: () => paths.adminKillSwitches, button: 'Stop something' },
  { name: 'create a budget', as: 'person', path: () => paths.budgets, button: 'Create a budget' },
  { name: 'edit a budget', as: 'person', path: budgetPath, button: 'Edit' },
  { name: 'reset a budget', as: 'person', path: budgetPath, button: 'Reset' },
  { name: 'delete a budget', as: 'person', path: budgetPath, button: 'Delete' },
  { name: 'cap the platform', as: 'admin', path: () => paths.adminBudgets, button: 'Create a budget' },
  { name: 'change a quota', as: 'admin', path: activePath, button: /^Change the quota/ },
  { name: 'stop all calls', as: 'person', path: () => paths.apiKeys, button: 'Stop all calls' },
] as const;

function userPath({ userId }: Person) {
  return paths.adminUser(userId);
}

async function budgetPath({ api, accountId }: Person) {
  const { id } = await api.post('/api/v1/accounts/{accountId}/budgets', {
    params: { accountId },
    body: { scope: 'account', unit: 'credits', limit: '250', period: 'month' },
  });
  return paths.budget(id);
}

function activePath() {
  return `${paths.adminSubscriptions}?status=active`;
}

for (const { name, as, path, button } of dialogs) {
  test(`the dialog to ${name} is accessible, closes by Escape and gives the focus back`, async ({
    page,
    context,
    person,
    admin,
  }) => {
    await subscribe(person, 'sim-lorem');
    await signIn(context, as === 'admin' ? admin : person);
    await page.goto(await path(person));
    const opener = page.getByRole('main').getByRole('button', { name: button }).first();
    await opener.click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expect(page).toBeSettled();
    await expect(page).toBeAccessible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(opener).toBeFocused();
  });
}

/** Acts whose dialog must not be left before their end is known: a click that starts it, and the call it makes. */
const acts = [
  {
    name: 'subscribing',
    path: paths.models,
    open: 'Subscribe to Simulated echo',
    act: 'Subscribe',
    call: '**/subscriptions',
  },
  {
    name: 'cancelling',
    path: paths.subscriptions,
    open: /^Cancel the subscription/,
    act: 'Cancel subscription',
    call: '**/subscriptions/*/cancel',
  },
];

for (const { name, path, open, act, call } of acts) {
  test(`the dialog stays while ${name} is under way`, async ({ page, context, person }) => {
    await subscribe(person, 'sim-lorem');
    await signIn(context, person);
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route(call, async (route) => {
      if (route.request().method() === 'POST') await held;
      await route.continue();
    });
    await page.goto(path);
    await page.getByRole('button', { name: open }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: act, exact: true }).click();
    await expect(dialog.getByRole('progressbar')).toBeVisible();
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(dialog).toBeVisible();
    answer();
    await expect(dialog).toBeHidden();
  });
}
