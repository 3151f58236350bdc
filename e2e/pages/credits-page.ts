import type { Page } from '@playwright/test';
import { creditsOf } from './card.ts';

export const creditsPage = (page: Page) => {
  const ledger = page.getByRole('grid', { name: 'Ledger' });
  return {
    amount: (title: 'Available' | 'Held' | 'Balance') => creditsOf(page, title),
    ledger,
    ledgerRows: ledger.locator('tbody').getByRole('row'),
  };
};
