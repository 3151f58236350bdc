import type { Page } from '@playwright/test';
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
const wide = { width: 1280, height: 720 };
const phone = { width: 360, height: 740 };

async function checkInLight(page: Page): Promise<void> {
  await page.setViewportSize(wide);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.soft(page).toBeSettled();
  await expect.soft(page).toBeAccessible();
}

async function checkInDark(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.soft(page.locator('html')).toHaveClass(/pf-v6-theme-dark/);
  // The theme changes colours, nothing else.
  await expect.soft(page).toBeAccessible(['color-contrast']);
}

async function checkOnPhone(page: Page): Promise<void> {
  await page.setViewportSize(phone);
  await expect.soft(page).toBeSettled();
  await expect.soft(page).toFitItsWidth();
}

// One browser for many pages: a new one would fetch and compile the portal again for each.
for (const locale of ['en', 'ar'] as const) {
  for (const as of ['stranger', 'user', 'admin'] as const) {
    test(`the pages of ${as}s in ${locale} are accessible and fit a phone`, async ({
      page,
      context,
      household,
      faults,
    }) => {
      test.setTimeout(400_000);
      faults.expect(/404 .*\/no\/such\/page$/);
      await page.addInitScript((language) => localStorage.setItem('litemaas.language', language), locale);
      if (as !== 'stranger') {
        await household[as].api.patch('/api/v1/me', { body: { locale } });
        await signIn(context, household[as]);
      }
      for (const { name, path } of everyPage.filter((one) => one.as === as)) {
        await test.step(name, async () => {
          await page.goto(path(household));
          await checkInLight(page);
          await expect.soft(page.locator('html')).toHaveAttribute('dir', directions[locale]);
          if (locale === 'en') await checkInDark(page);
          await checkOnPhone(page);
        });
      }
    });
  }
}
