import type { Page } from '@playwright/test';
import { card } from './card.ts';

export const usagePage = (page: Page) => {
  const calls = page.getByRole('grid', { name: 'Calls' });
  return {
    total: (title: string) => card(page, title),
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
