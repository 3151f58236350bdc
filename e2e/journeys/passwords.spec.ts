import { paths } from '../../frontend/src/paths.ts';
import { signIn } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';
import { adminUserPage, auditPage } from '../pages/admin-pages.ts';
import { appFrame } from '../pages/app-frame.ts';
import { signInPage } from '../pages/auth-pages.ts';
import { settingsPage } from '../pages/settings-page.ts';

const newPassword = 'another password of mine';

test('one’s own password is changed: here one stays, elsewhere the new one is wanted', async ({
  page,
  context,
  person,
  openAs,
  faults,
}) => {
  faults.expect(/401 /);
  const elsewhere = await openAs(person);
  await elsewhere.goto(paths.home);
  await expect(elsewhere).toBeSettled();
  await signIn(context, person);
  await page.goto(paths.settings);
  const settings = settingsPage(page);
  await settings.changePassword(person.password, newPassword);
  await expect(appFrame(page).toast('The password is changed; all other sessions have ended')).toBeVisible();
  await expect(settings.currentPassword).toHaveValue('');
  await appFrame(page).open('Home');
  await expect(appFrame(page).heading).toHaveText('Welcome, Mona Example');
  await appFrame(elsewhere).open('Settings');
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  const form = signInPage(elsewhere);
  await form.signIn(person.email, person.password);
  await expect(form.error).toHaveText(/The e-mail or the password is wrong/);
  await form.signIn(person.email, newPassword);
  await expect(elsewhere).toHaveURL(paths.settings);
});

test('a wrong current password is said at its field, and what was typed stays', async ({
  page,
  context,
  person,
  faults,
}) => {
  faults.expect(/400 .*\/me\/password$/);
  await signIn(context, person);
  await page.goto(paths.settings);
  const settings = settingsPage(page);
  await settings.changePassword('not my password', newPassword);
  await expect(settings.currentPassword).toHaveAttribute('aria-invalid', 'true');
  await expect(settings.newPassword).toHaveValue(newPassword);
});

test('an admin gives a new password, shown once; the audit log has this and the change after it', async ({
  page,
  context,
  admin,
  person,
  openAs,
  faults,
}) => {
  faults.expect(/401 /);
  const userPage = await openAs(person);
  await userPage.goto(paths.home);
  await expect(userPage).toBeSettled();
  await signIn(context, admin);
  await page.goto(paths.adminUser(person.userId));
  const user = adminUserPage(page);
  const givenPassword = await user.resetPassword();
  await user.dialog.getByRole('button', { name: 'Done' }).click();
  await expect(user.dialog).toBeHidden();
  await expect(page.getByText(givenPassword)).toHaveCount(0);

  await appFrame(userPage).open('Settings');
  await signInPage(userPage).signIn(person.email, givenPassword);
  await expect(userPage).toHaveURL(paths.settings);
  await settingsPage(userPage).changePassword(givenPassword, newPassword);
  await expect(settingsPage(userPage).currentPassword).toHaveValue('');

  await page.getByRole('link', { name: 'Audit log of the user' }).click();
  const audit = auditPage(page);
  await expect(audit.rows).toHaveCount(3);
  await expect(audit.rows.nth(0)).toContainText('Changed the own password');
  await expect(audit.rows.nth(0).locator('td').nth(1)).toHaveText(person.email);
  await expect(audit.rows.nth(1)).toContainText('Reset a password');
  await expect(audit.rows.nth(1).locator('td').nth(1)).toHaveText(admin.email);
  await expect(page.getByText(givenPassword)).toHaveCount(0);
});
