import type { Locator, Page } from '@playwright/test';

/** The card with this heading. PatternFly's cards have no role of their own. */
export const card = (page: Page, title: string) =>
  page.locator('.pf-v6-c-card').filter({ has: page.getByRole('heading', { name: title, exact: true }) });

/** The value of a card that shows one, without the remark below it. */
export const valueOf = (page: Page, title: string) =>
  card(page, title).locator('.pf-v6-c-card__body > div').first();

/** The same where it is credits, without the money that they are worth. */
export const creditsOf = (page: Page, title: string) => valueOf(page, title).locator('bdi');

/** The line of a table that shows `text`. */
export const rowWith = (place: Page | Locator, text: string | RegExp) =>
  place.getByRole('row').filter({ hasText: text });
