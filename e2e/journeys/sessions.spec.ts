import { paths } from '../../frontend/src/paths.ts';
import { signIn } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';
import { appFrame } from '../pages/app-frame.ts';
import { signInPage } from '../pages/auth-pages.ts';

test('signing in leads to the page that was wanted', async ({ page, person }) => {
  await page.goto(paths.settings);
  await expect(page).toHaveURL(/\/sign-in\?returnTo=%2Fsettings/);
  await signInPage(page).signIn(person.email, person.password);
  await expect(page).toHaveURL(paths.settings);
  await expect(appFrame(page).heading).toHaveText('Settings');
});

test('the session stays after a reload and in a new tab', async ({ page, context, person }) => {
  await signIn(context, person);
  await page.goto(paths.home);
  await expect(appFrame(page).heading).toHaveText('Welcome, Mona Example');
  await page.reload();
  await expect(appFrame(page).heading).toHaveText('Welcome, Mona Example');
  const other = await context.newPage();
  await other.goto('/');
  await expect(other).toHaveURL(paths.home);
  await expect(appFrame(other).heading).toHaveText('Welcome, Mona Example');
});

test('two tabs that refresh at once both stay signed in', async ({ page, context, person }) => {
  await signIn(context, person);
  const other = await context.newPage();
  const tabs = [page, other];
  await Promise.all(tabs.map((tab) => tab.goto(paths.home)));
  for (let round = 0; round < 3; round++) {
    await Promise.all(tabs.map((tab) => tab.reload()));
    for (const tab of tabs) await expect(appFrame(tab).heading).toHaveText('Welcome, Mona Example');
  }
});

test('an access token that has run out is renewed unnoticed, in two tabs at once', async ({
  page,
  context,
  person,
  faults,
}) => {
  faults.expect(/401 .*\/auth\/sessions$/);
  await signIn(context, person);
  const other = await context.newPage();
  const tabs = [page, other];
  await Promise.all(tabs.map((tab) => tab.goto(paths.home)));
  for (const tab of tabs) {
    await expect(tab).toBeSettled();
    await tab.route('**/auth/sessions', (route) => route.fulfill({ status: 401 }), { times: 1 });
  }
  await Promise.all(tabs.map((tab) => appFrame(tab).open('Settings')));
  for (const tab of tabs) await expect(tab.getByText('This browser')).toBeVisible();
});

test('signing out ends the session in the other tab and on the server', async ({ page, context, person }) => {
  await signIn(context, person);
  await page.goto(paths.settings);
  const other = await context.newPage();
  await other.goto(paths.home);
  await expect(appFrame(other).userMenu).toBeVisible();
  await appFrame(page).signOut();
  for (const tab of [page, other]) {
    await expect(tab).toHaveURL('/');
    await expect(tab.getByRole('main').getByRole('link', { name: 'Sign in' })).toBeVisible();
  }
  const reply = await context.request.post('/api/v1/auth/refresh');
  expect(reply.status()).toBe(401);
  await page.goto(paths.home);
  await expect(page).toHaveURL(/\/sign-in/);
});

test('signing out that fails is said, and the session stays', async ({ page, context, person, faults }) => {
  faults.expect(/ERR_CONNECTION_REFUSED/);
  await signIn(context, person);
  await page.goto(paths.home);
  await page.route('**/auth/logout', (route) => route.abort('connectionrefused'), { times: 1 });
  await appFrame(page).signOut();
  await expect(appFrame(page).toast('You are still signed in: signing out failed. Try again.')).toBeVisible();
  await expect(page).toHaveURL(paths.home);
  await appFrame(page).signOut();
  await expect(page).toHaveURL('/');
});

test('a session ended from another browser is over there', async ({
  page,
  context,
  person,
  openAs,
  faults,
}) => {
  faults.expect(/401 /);
  const lost = await openAs(person);
  await lost.goto(paths.home);
  await expect(lost).toBeSettled();
  await signIn(context, person);
  await page.goto(paths.settings);
  await page.getByRole('button', { name: 'End session' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('button', { name: 'End session' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
  await expect(page.getByRole('button', { name: 'End session' })).toHaveCount(0);
  await appFrame(lost).open('Settings');
  await expect(lost).toHaveURL(/\/sign-in\?returnTo=%2Fsettings/);
});
