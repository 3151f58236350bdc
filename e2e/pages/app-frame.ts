import type { Page } from '@playwright/test';

/** What surrounds every page behind the sign-in. */
export const appFrame = (page: Page) => {
  const navigation = page.getByRole('navigation', { name: 'Main navigation' });
  const userMenu = page.getByRole('button', { name: /^User menu of/ });
  return {
    navigation,
    userMenu,
    heading: page.getByRole('heading', { level: 1 }),
    toast: (text: string | RegExp) => page.getByRole('list').getByText(text),
    open: (label: string) => navigation.getByRole('link', { name: label, exact: true }).click(),
    async signOut() {
      await userMenu.click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
    },
  };
};
