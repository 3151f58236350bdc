import { paths } from '../../frontend/src/paths.ts';
import { signIn } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';

test('an address that leads nowhere says so and leads on', async ({ page }) => {
  await page.goto('/no/such/page');
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to the start page' }).click();
  await expect(page).toHaveURL('/');
});

test('the pages of admins do not exist for users', async ({ page, context, person }) => {
  await signIn(context, person);
  for (const path of [
    paths.admin,
    paths.adminUsers,
    paths.adminProviders,
    paths.adminModels,
    paths.adminNewModel,
  ]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  }
  await expect(page.getByText('Administration')).toBeHidden();
});
