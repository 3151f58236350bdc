import type { Page } from '@playwright/test';
import { card, rowWith } from './card.ts';

export const creditsPage = (page: Page) => {
  const ledger = page.getByRole('grid', { name: 'Ledger' });
  return {
    card: (title: 'Available' | 'Held' | 'Balance') => card(page, title),
    ledger,
    ledgerRow: (text: string) => rowWith(page, text).filter({ visible: true }),
    ledgerRows: ledger.locator('tbody').getByRole('row'),
  };
};
