import type { Page } from '@playwright/test';
import { creditsOf, valueOf } from './card.ts';

export const usagePage = (page: Page) => {
  const calls = page.getByRole('grid', { name: 'Calls' });
  return {
    total: (title: 'Calls' | 'Tokens' | 'Success rate') => valueOf(page, title),
    creditsUsed: creditsOf(page, 'Credits used'),
    calls,
    rows: calls.locator('tbody').getByRole('row'),
  };
};

export const callPage = (page: Page) => {
  const cost = page.getByRole('grid', { name: 'How the cost comes about' });
  const credits = (part: string) =>
    cost.getByRole('row').filter({ hasText: part }).getByRole('gridcell').last();
  return { cost, credits };
};
