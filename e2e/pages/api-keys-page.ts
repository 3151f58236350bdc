import type { Page } from '@playwright/test';
import { rowWith } from './card.ts';

export const apiKeysPage = (page: Page) => {
  const dialog = page.getByRole('dialog');
  return {
    dialog,
    row: (name: string) => rowWith(page, name),
    secret: dialog.getByRole('textbox', { name: 'API key' }),
    copy: dialog.getByRole('button', { name: 'Copy: API key' }),
    done: dialog.getByRole('button', { name: 'Done' }),
    async create(name: string) {
      await page.getByRole('main').getByRole('button', { name: 'Create an API key' }).first().click();
      await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
      await dialog.getByRole('button', { name: 'Create an API key' }).click();
    },
    stopAll: page.getByRole('button', { name: 'Stop all calls' }),
    async stop(name: string, reason: string) {
      await page.getByRole('button', { name: `Stop ${name} now` }).click();
      await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
      await dialog.getByRole('button', { name: 'Stop now' }).click();
    },
    async lift(name: string) {
      await page.getByRole('button', { name: `Lift the stop of ${name}` }).click();
      await dialog.getByRole('button', { name: 'Lift' }).click();
    },
    async revoke(name: string) {
      await page.getByRole('button', { name: `Revoke ${name}` }).click();
      await dialog.getByRole('button', { name: 'Revoke' }).click();
    },
  };
};
