import { paths } from '../../frontend/src/paths.ts';
import { newEmail, signIn } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';
import { appFrame } from '../pages/app-frame.ts';
import { signInPage, signUpPage } from '../pages/auth-pages.ts';

const failuresPerEmail = 10;

test('a wrong password is said, and what was typed stays', async ({ page, person, faults }) => {
  faults.expect(/401 .*\/auth\/login$/);
  const form = signInPage(page);
  await form.goto();
  await form.signIn(person.email, 'not my password');
  await expect(form.error).toHaveText(/The e-mail or the password is wrong/);
  await expect(form.email).toHaveValue(person.email);
  await form.password.fill(person.password);
  await form.submit.click();
  await expect(appFrame(page).heading).toHaveText('Welcome, Mona Example');
});

test('too many wrong passwords have to wait, even with the right one', async ({
  page,
  serverUrl,
  person,
  faults,
}) => {
  faults.expect(/429 .*\/auth\/login$/);
  const body = JSON.stringify({ email: person.email, password: 'not my password' });
  const tries = Array.from({ length: failuresPerEmail }, () =>
    fetch(`${serverUrl}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    }),
  );
  for (const { status } of await Promise.all(tries)) expect(status).toBe(401);
  const form = signInPage(page);
  await form.goto();
  await form.signIn(person.email, person.password);
  await expect(form.error).toHaveText(/Too many requests\. Try again in \d+ seconds\./);
});

test('an e-mail that is taken is said at its field', async ({ page, person, faults }) => {
  faults.expect(/409 .*\/auth\/register$/);
  await page.goto(paths.signUp);
  const form = signUpPage(page);
  await form.signUp(person.email, 'another password');
  await expect(form.email).toHaveAccessibleDescription(/already an account with this e-mail/);
});

test('sign-up says at the fields what is missing', async ({ page }) => {
  await page.goto(paths.signUp);
  const form = signUpPage(page);
  await form.signUp('nobody', 'short');
  await expect(form.email).toHaveAccessibleDescription(/Enter your e-mail address/);
  await expect(form.password).toHaveAccessibleDescription(/8 to 128 characters/);
  await expect(form.password).toHaveAttribute('aria-invalid', 'true');
});

test('a server that is away is said, and the form goes on when it is back', async ({ page, faults }) => {
  faults.expect(/ERR_CONNECTION_REFUSED/);
  const email = newEmail('late');
  await page.goto(paths.signUp);
  const form = signUpPage(page);
  await page.route('**/auth/register', (route) => route.abort('connectionrefused'), { times: 1 });
  await form.signUp(email, 'a password of mine');
  await expect(form.error).toHaveText(/The server cannot be reached/);
  await expect(form.email).toHaveValue(email);
  await expect(form.password).toHaveValue('a password of mine');
  await form.submit.click();
  await expect(appFrame(page).heading).toHaveText('Welcome');
});

test('the profile keeps what was typed while the server is away', async ({
  page,
  context,
  person,
  faults,
}) => {
  faults.expect(/ERR_CONNECTION_REFUSED/);
  await signIn(context, person);
  await page.goto(paths.settings);
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('Mona Anders');
  await page.route('**/api/v1/me', (route) => route.abort('connectionrefused'), { times: 1 });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The server cannot be reached')).toBeVisible();
  await expect(name).toHaveValue('Mona Anders');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(appFrame(page).toast('Saved')).toBeVisible();
  await page.reload();
  await expect(name).toHaveValue('Mona Anders');
});
