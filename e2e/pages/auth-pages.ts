import type { Page } from '@playwright/test';
import { paths } from '../../frontend/src/paths.ts';

/** The fields that sign-up and sign-in share. */
const credentials = (page: Page) => ({
  email: page.getByLabel('E-mail'),
  password: page.getByRole('textbox', { name: 'Password' }),
  error: page.getByRole('main').getByRole('alert').or(page.getByRole('main').locator('.pf-v6-c-alert')),
});

export const signInPage = (page: Page) => {
  const fields = credentials(page);
  const submit = page.getByRole('main').getByRole('button', { name: 'Sign in' });
  return {
    ...fields,
    submit,
    goto: () => page.goto(paths.signIn),
    async signIn(email: string, password: string) {
      await fields.email.fill(email);
      await fields.password.fill(password);
      await submit.click();
    },
  };
};

export const signUpPage = (page: Page) => {
  const fields = credentials(page);
  const submit = page.getByRole('button', { name: 'Create account' });
  return {
    ...fields,
    submit,
    async signUp(email: string, password: string) {
      await fields.email.fill(email);
      await fields.password.fill(password);
      await submit.click();
    },
  };
};
