import { signIn } from '../actors/person.ts';
import { test as base, expect } from '../fixtures/test.ts';
import { everyPage } from '../portal/every-page.ts';
import { foundHousehold, type Household } from '../portal/household.ts';

const test = base.extend<object, { household: Household }>({
  household: [
    async ({ serverUrl, admin }, use) => use(await foundHousehold(serverUrl, admin)),
    { scope: 'worker' },
  ],
});

const directions = { en: 'ltr', ar: 'rtl' } as const;

for (const locale of ['en', 'ar'] as const) {
  for (const { name, as, path } of everyPage) {
    test(`${name} in ${locale} is accessible and fits a phone`, async ({
      page,
      context,
      household,
      faults,
    }) => {
      if (name === 'not-found') faults.expect(/404/);
      if (as === 'stranger') {
        await page.addInitScript((language) => localStorage.setItem('litemaas.language', language), locale);
      } else {
        await household[as].api.patch('/api/v1/me', { body: { locale } });
        await signIn(context, household[as]);
      }
      await page.goto(path(household));
      await expect(page).toBeSettled();
      await expect(page.locator('html')).toHaveAttribute('dir', directions[locale]);
      await expect(page).toBeAccessible();
      if (locale === 'en') {
        await page.emulateMedia({ colorScheme: 'dark' });
        await expect(page.locator('html')).toHaveClass(/pf-v6-theme-dark/);
        // The theme changes colours, nothing else.
        await expect(page).toBeAccessible(['color-contrast']);
      }
      await page.setViewportSize({ width: 360, height: 740 });
      await expect(page).toBeSettled();
      await expect(page).toFitItsWidth();
    });
  }
}
