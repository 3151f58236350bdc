import type { Page } from '@playwright/test';

/** What is done on a page before its picture is taken, in any language; nothing for most. */
export const poses: Record<string, (page: Page) => Promise<void>> = {
  async playground(page) {
    const message = page.locator('textarea').last();
    await message.fill('Every answer shows its tokens, how long it took, and what it cost.');
    await message.press('Enter');
    await page.locator('.pf-v6-c-card__footer small').first().waitFor();
    await message.blur();
  },
};
