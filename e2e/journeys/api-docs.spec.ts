import { expect, test } from '../fixtures/test.ts';

test('the documentation opens and unfolds within its content security policy', async ({ page }) => {
  await page.goto('/api/docs');
  await expect(page).toHaveTitle('LiteMaaS API');
  const summary = page.getByRole('button', { name: 'get /v1/models/{model}', exact: true });
  await summary.click();
  await expect(page.getByText('Name of a model, slashes and all')).toBeVisible();
});
