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
  { name: 'disable a user', as: 'admin', path: userPath, button: 'Disable' },
  { name: 'stop something', as: 'admin', path: () => paths.adminKillSwitches, button: 'Stop something' },
  { name: 'stop all calls', as: 'person', path: () => paths.apiKeys, button: 'Stop all calls' },
] as const;

function userPath({ userId }: Person) {
  return paths.adminUser(userId);
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
    await page.goto(path(person));
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
