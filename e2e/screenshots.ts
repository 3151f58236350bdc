// `npm run screenshots -w e2e -- <folder>`: pictures of every page, wide and narrow, light and dark, in English
// and Arabic. With `--readme` instead of a folder: the four pictures of the README, into docs/images.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { adminPassword } from './actors/admin.ts';
import { signIn, signInAdmin } from './actors/person.ts';
import { browserOptions } from './browser/browser-options.ts';
import { poses } from './browser/poses.ts';
import { expect } from './fixtures/matchers.ts';
import { everyPage, type PortalPage } from './portal/every-page.ts';
import { foundHousehold, type Household } from './portal/household.ts';
import { findFreePort } from '../backend/src/lib/embedded-postgres/free-port.ts';
import { startServer } from './server/start-server.ts';

type View = { locale: 'en' | 'ar'; theme: 'light' | 'dark'; width: 1280 | 360 };

const usualHeight = 800;
const readmePages = ['home', 'models', 'playground', 'usage'];
const readmeFolder = fileURLToPath(new URL('../docs/images', import.meta.url));
const allViews = (['en', 'ar'] as const).flatMap((locale) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    ([1280, 360] as const).map((width): View => ({ locale, theme, width })),
  ),
);

async function openView(browser: Browser, baseURL: string, { locale, theme, width }: View): Promise<Page> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width, height: usualHeight },
    colorScheme: theme,
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Kuwait',
  });
  await context.addInitScript((language) => localStorage.setItem('litemaas.language', language), locale);
  return context.newPage();
}

async function takePicture(
  page: Page,
  { name, path: urlOf }: PortalPage,
  household: Household,
  file: string,
) {
  await page.goto(urlOf(household));
  await expect(page).toBeSettled();
  await poses[name]?.(page);
  const isWhole = !file.startsWith(readmeFolder);
  if (isWhole) await growToContent(page);
  await page.screenshot({ path: file, animations: 'disabled' });
  if (isWhole) await page.setViewportSize({ ...sizeOf(page), height: usualHeight });
}

/** PatternFly scrolls inside the page: the window grows until nothing scrolls. */
async function growToContent(page: Page): Promise<void> {
  const hidden = () =>
    page.evaluate(() => {
      const parts = [...document.querySelectorAll('html, main, .pf-v6-c-page__main-container')];
      return Math.max(...parts.map((part) => part.scrollHeight - part.clientHeight));
    });
  for (let more = await hidden(); more > 0; more = await hidden()) {
    const { width, height } = sizeOf(page);
    await page.setViewportSize({ width, height: height + more });
  }
}

const sizeOf = (page: Page) => page.viewportSize() ?? { width: 0, height: 0 };

async function takeAll(browser: Browser, serverUrl: string, folder: string): Promise<void> {
  const household = await foundHousehold(serverUrl, await signInAdmin(serverUrl), 8);
  for (const view of allViews) {
    for (const as of ['stranger', 'user', 'admin'] as const) {
      const page = await openView(browser, serverUrl, view);
      if (as !== 'stranger') {
        await household[as].api.patch('/api/v1/me', { body: { locale: view.locale } });
        await signIn(page.context(), household[as]);
      }
      for (const shown of everyPage.filter((one) => one.as === as)) {
        const file = `${shown.name}-${view.locale}-${view.theme}-${view.width}.png`;
        await takePicture(page, shown, household, path.join(folder, file));
      }
      await page.context().close();
    }
  }
}

async function takeForReadme(browser: Browser, serverUrl: string): Promise<void> {
  const household = await foundHousehold(serverUrl, await signInAdmin(serverUrl), 12);
  const page = await openView(browser, serverUrl, { locale: 'en', theme: 'light', width: 1280 });
  await signIn(page.context(), household.user);
  for (const shown of everyPage.filter(({ name }) => readmePages.includes(name)))
    await takePicture(page, shown, household, path.join(readmeFolder, `${shown.name}.png`));
}

const [target] = process.argv.slice(2);
if (!target) {
  console.error('Where to? npm run screenshots -w e2e -- <folder>, or --readme for docs/images.');
  process.exit(1);
}
const serverUrl = `http://127.0.0.1:${await findFreePort()}`;
const server = await startServer(serverUrl, adminPassword, 'http://localhost:8080');
const browser = await chromium.launch(browserOptions());
try {
  if (target === '--readme') {
    await takeForReadme(browser, serverUrl);
  } else {
    mkdirSync(target, { recursive: true });
    await takeAll(browser, serverUrl, path.resolve(target));
  }
} finally {
  await browser.close();
  await server.stop();
}
