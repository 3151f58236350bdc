import type { Page } from '@playwright/test';
import { card, rowWith } from './card.ts';

/** A name inside a sentence: it keeps its own direction, whatever that of the sentence is. */
export const isolated = (name: string) => `\u2068${name}\u2069`;

export const budgetsPage = (page: Page) => {
  const dialog = page.getByRole('dialog');
  const select = (label: string, option: string) =>
    dialog.getByRole('combobox', { name: label }).selectOption(option);
  return {
    dialog,
    select,
    /** What would stop the next call. */
    next: card(page, 'What would stop you next'),
    row: (name: string) => rowWith(page.getByRole('grid', { name: 'Budgets' }), name),
    limit: dialog.getByRole('textbox', { name: 'Limit' }),
    resets: dialog.getByRole('region', { name: 'Next resets' }).getByRole('listitem'),
    openForm: () => page.getByRole('main').getByRole('button', { name: 'Create a budget' }).first().click(),
    create: () => dialog.getByRole('button', { name: 'Create a budget' }).click(),
    /** Opens what a row can be done with, and chooses. */
    async act(name: string, act: string) {
      await page.getByRole('button', { name: `Actions for ${name}` }).click();
      await page.getByRole('menuitem', { name: act }).click();
    },
    async chooseKey(name: string) {
      await page.getByRole('button', { name: 'API key', exact: true }).click();
      await page.getByRole('option', { name }).click();
    },
    async ask(limit: string, reason: string) {
      await page.getByRole('button', { name: 'Ask for more' }).click();
      await dialog.getByRole('textbox', { name: 'New limit' }).fill(limit);
      await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
      await dialog.getByRole('button', { name: 'Send the request' }).click();
    },
  };
};
