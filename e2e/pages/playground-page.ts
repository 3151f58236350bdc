import type { Page } from '@playwright/test';

export const playgroundPage = (page: Page) => {
  const message = page.getByRole('textbox', { name: 'Message' });
  return {
    message,
    model: page.getByRole('combobox', { name: 'Model' }),
    /** What screen readers are told about the last answer. */
    state: page
      .getByRole('main')
      .getByRole('status')
      .filter({ hasText: /answer/i }),
    async ask(text: string) {
      await message.fill(text);
      await page.getByRole('button', { name: 'Send' }).click();
    },
  };
};
