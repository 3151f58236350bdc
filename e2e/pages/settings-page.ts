import type { Page } from '@playwright/test';

export const settingsPage = (page: Page) => {
  const currentPassword = page.getByRole('textbox', { name: 'Current password' });
  const newPassword = page.getByRole('textbox', { name: 'New password' });
  return {
    currentPassword,
    newPassword,
    async changePassword(from: string, to: string) {
      await currentPassword.fill(from);
      await newPassword.fill(to);
      await page.getByRole('button', { name: 'Change password' }).click();
    },
  };
};
