import type { Page } from '@playwright/test';
import { paths } from '../../frontend/src/paths.ts';
import { signIn } from '../actors/person.ts';
import { plainOrigin } from '../browser/browser-options.ts';
import { expect, test } from '../fixtures/test.ts';
import { apiKeysPage } from '../pages/api-keys-page.ts';

/** What a paste brings: pages without https cannot ask for it. */
async function pasted(page: Page): Promise<string> {
  await page.goto(paths.signIn);
  await page.getByLabel('E-mail').press('ControlOrMeta+V');
  return page.getByLabel('E-mail').inputValue();
}

test('a portal on plain http copies too, also the secret that is shown once', async ({
  page,
  person,
  serverUrl,
  faults,
}) => {
  const origin = plainOrigin(serverUrl);
  faults.expect(
    /^request to another origin: http:\/\/portal\.test/,
    /Cross-Origin-Opener-Policy header has been ignored/,
  );
  await page.goto(`${origin}${paths.signIn}`);
  expect(await page.evaluate(() => navigator.clipboard as unknown)).toBeUndefined();
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(person.password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${origin}${paths.home}`);
  await page.goto(`${origin}${paths.apiKeys}`);
  const keys = apiKeysPage(page);
  await keys.create('Copied');
  const secret = await keys.secret.inputValue();
  await keys.copy.click();
  await keys.done.click();
  await expect(keys.dialog).toBeHidden();
  await page.context().clearCookies();
  const other = await page.context().newPage();
  expect(await pasted(other)).toBe(secret);
});

test('where nothing can be copied, the secret stays and says so', async ({ page, context, person }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    document.execCommand = () => false;
  });
  await signIn(context, person);
  await page.goto(paths.apiKeys);
  const keys = apiKeysPage(page);
  await keys.create('Not copied');
  await keys.copy.click();
  const advice = 'Copying is not possible here. Select the text and copy it with the keyboard.';
  await expect(keys.dialog.getByText(advice)).toHaveCount(1);
  await keys.dialog.getByRole('button', { name: 'Copy the code' }).click();
  await expect(keys.dialog.getByText(advice)).toHaveCount(2);
  await keys.done.click();
  await expect(keys.dialog).toContainText('You have not copied the key');
});
