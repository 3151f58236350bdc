import type { Page } from '@playwright/test';

/** The card with this heading. PatternFly's cards have no role of their own. */
export const card = (page: Page, title: string) =>
  page.locator('.pf-v6-c-card').filter({ has: page.getByRole('heading', { name: title, exact: true }) });

/** The line of a table that shows `text`. */
export const rowWith = (page: Page, text: string | RegExp) => page.getByRole('row').filter({ hasText: text });

/** The value beside a term of a description list. */
export const factOf = (page: Page, term: string) =>
  page
    .locator('.pf-v6-c-description-list__group')
    .filter({ has: page.getByText(term, { exact: true }) })
    .getByRole('definition');
