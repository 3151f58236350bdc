import type { Page } from '@playwright/test';
import { rowWith } from './card.ts';

export const providersPage = (page: Page) => {
  const dialog = page.getByRole('dialog');
  return {
    dialog,
    async add({ name, baseUrl, apiKey }: { name: string; baseUrl: string; apiKey: string }) {
      await page.getByRole('main').getByRole('button', { name: 'Add provider' }).first().click();
      await dialog.getByRole('combobox', { name: 'Kind' }).selectOption('OpenAI-compatible');
      await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
      await dialog.getByRole('textbox', { name: 'Base URL' }).fill(baseUrl);
      await dialog.getByLabel('API key').fill(apiKey);
      await dialog.getByRole('button', { name: 'Add provider' }).click();
    },
  };
};

export const providerPage = (page: Page) => {
  const dialog = page.getByRole('dialog');
  return {
    dialog,
    test: page.getByRole('button', { name: 'Test connection' }),
    discover: page.getByRole('button', { name: 'Discover models' }),
    choose: (model: string) => page.getByRole('checkbox', { name: `Choose ${model}` }),
    startImport: page.getByRole('main').getByRole('button', { name: 'Import 1 model' }),
    importName: dialog.getByRole('textbox', { name: 'Name in the catalogue' }),
    approveAtOnce: dialog.getByRole('checkbox', { name: 'Approve subscriptions at once' }),
    price: (part: string) => dialog.getByRole('textbox', { name: part, exact: true }),
    finishImport: dialog.getByRole('button', { name: 'Import 1 model' }),
  };
};

export const approvalsPage = (page: Page) => {
  const dialog = page.getByRole('dialog');
  return {
    dialog,
    row: (account: string) => rowWith(page, account),
    approve: (model: string, account: string) =>
      page.getByRole('button', { name: `Approve ${model} for ${account}` }).click(),
    async deny(model: string, account: string, reason: string) {
      await page.getByRole('button', { name: `Deny ${model} for ${account}` }).click();
      await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
      await dialog.getByRole('button', { name: 'Deny' }).click();
    },
  };
};

export const adminUserPage = (page: Page) => {
  const dialog = page.getByRole('dialog');
  return {
    dialog,
    book: dialog.getByRole('button', { name: 'Book adjustment' }),
    async openAdjustment(amount: string, reason: string) {
      await page.getByRole('button', { name: 'Adjust credits' }).click();
      await dialog.getByRole('textbox', { name: 'Credits to add' }).fill(amount);
      await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    },
    grant: (text: string) =>
      page.getByRole('grid', { name: 'Credits received' }).getByRole('row').filter({ hasText: text }),
    async openGrant(amount: string, description: string) {
      await page.getByRole('button', { name: 'Give a grant' }).click();
      await dialog.getByRole('textbox', { name: 'Credits' }).fill(amount);
      await dialog.getByRole('textbox', { name: 'What it is for' }).fill(description);
    },
    async chooseModel(name: string) {
      await dialog.getByRole('radio', { name: 'Only some models' }).check();
      await dialog.getByRole('button', { name: 'Choose models' }).click();
      await dialog.getByRole('menuitem', { name, exact: true }).click();
      await dialog.getByRole('button', { name: 'Choose models' }).click();
    },
    giveGrant: dialog.getByRole('button', { name: 'Give credits' }),
    async revokeGrant(description: string, reason: string) {
      await page.getByRole('button', { name: `Revoke: ${description}` }).click();
      await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
      await dialog.getByRole('button', { name: 'Revoke grant' }).click();
    },
    /** The new password, from the dialog that stays open. */
    async resetPassword(): Promise<string> {
      await page.getByRole('button', { name: 'Reset password' }).click();
      await dialog.getByRole('button', { name: 'Make a new password' }).click();
      return dialog.getByRole('textbox', { name: 'New password' }).inputValue();
    },
    async disable() {
      await page.getByRole('button', { name: 'Disable' }).click();
      await dialog.getByRole('button', { name: 'Disable' }).click();
    },
  };
};

export const killSwitchesPage = (page: Page) => {
  const dialog = page.getByRole('dialog');
  return {
    dialog,
    row: (text: string | RegExp) => rowWith(page, text),
    stop: dialog.getByRole('button', { name: 'Stop now' }),
    reason: dialog.getByRole('textbox', { name: 'Reason' }),
    word: dialog.getByRole('textbox', { name: 'Type “STOP” to stop everything' }),
    open: () => page.getByRole('button', { name: 'Stop something' }).click(),
    chooseScope: (label: string) =>
      dialog.getByRole('combobox', { name: 'What to stop' }).selectOption(label),
    async choose(search: string, name = search) {
      await dialog.getByRole('textbox', { name: 'Search by name' }).fill(search);
      await dialog.getByRole('radio', { name }).check();
    },
    async lift(name: string) {
      await page.getByRole('button', { name: `Lift the stop of ${name}` }).click();
      await dialog.getByRole('button', { name: 'Lift' }).click();
    },
  };
};

export const correctionPage = (page: Page) => ({
  dialog: page.getByRole('dialog'),
  price: (part: string) => page.getByRole('textbox', { name: part, exact: true }),
  from: page.getByLabel('Calls from'),
  to: page.getByLabel('Calls until'),
  reason: page.getByRole('textbox', { name: 'Reason' }),
  show: page.getByRole('button', { name: 'Show what it comes to' }),
  apply: page.getByRole('button', { name: 'Apply the correction' }),
  past: page.getByRole('grid', { name: 'Corrected before' }),
});

export const modelForm = (page: Page) => ({
  dialog: page.getByRole('dialog'),
  /** A price outside of tiers. */
  price: (part: string) => page.getByRole('textbox', { name: part, exact: true }).first(),
  morePrices: page.getByRole('button', { name: 'More prices' }),
  addTier: page.getByRole('button', { name: 'Add a tier' }),
  tier: (position: number) => page.getByRole('group', { name: `Tier ${position}` }),
  save: page.getByRole('button', { name: 'Save' }),
});

export const auditPage = (page: Page) => ({
  rows: page.getByRole('grid', { name: 'Audit log' }).locator('tbody tr'),
  search: (label: string, text: string) => page.getByRole('textbox', { name: label }).fill(text),
  async chooseKind(kind: string) {
    await page.getByRole('button', { name: 'Kind' }).click();
    await page.getByRole('option', { name: kind, exact: true }).click();
  },
});
