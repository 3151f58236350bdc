import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { creditsOf } from './card.ts';

export const creditsPage = (page: Page) => {
  const ledger = page.getByRole('grid', { name: 'Ledger' });
  return {
    amount: (title: 'Available' | 'Held' | 'Balance') => creditsOf(page, title),
    ledger,
    grant: (text: string) =>
      page
        .getByRole('grid', { name: 'Where your credits come from' })
        .getByRole('row')
        .filter({ hasText: text }),
    async filterByKind(kind: string) {
      await page.getByRole('button', { name: 'Kind', exact: true }).click();
      await page.getByRole('option', { name: kind, exact: true }).click();
    },
    /** Saves the statement of this month and gives what it says. */
    async downloadStatement() {
      await page.getByRole('button', { name: 'Download a statement' }).click();
      const download = page.waitForEvent('download');
      await page.getByRole('dialog').getByRole('button', { name: 'Download', exact: true }).click();
      return readFile(await (await download).path(), 'utf8');
    },
    ledgerRows: ledger.locator('tbody').getByRole('row'),
  };
};
