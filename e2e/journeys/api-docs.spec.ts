import { expect, test } from '../fixtures/test.ts';

test('the documentation opens and unfolds within its content security policy', async ({ page }) => {
  await page.goto('/api/docs');
  await expect(page).toHaveTitle('LiteMaaS API');
  // The page draws what is in sight: one of the first.
  await page.getByRole('button', { name: 'post /v1/chat/completions', exact: true }).click();
  await expect(page.getByText('The OpenAI chat completions API, JSON or streamed.')).toBeVisible();
});
