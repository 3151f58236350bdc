import type { Page } from '@playwright/test';
import { rowWith } from './card.ts';

export const modelsPage = (page: Page) => ({
  row: (name: string) => rowWith(page, name),
  search: page.getByRole('searchbox', { name: 'Search models' }).or(page.getByLabel('Search models')).first(),
  async subscribe(displayName: string) {
    await page.getByRole('button', { name: `Subscribe to ${displayName}`, exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Subscribe' }).click();
  },
});
