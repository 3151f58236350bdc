import { paths } from '../../frontend/src/paths.ts';
import { signIn } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';
import { auditPage } from '../pages/admin-pages.ts';

test('the audit log is filtered by who, what kind and whose, and keeps that in its address', async ({
  page,
  context,
  admin,
  person,
}) => {
  const params = { accountId: person.accountId };
  await person.api.post('/api/v1/accounts/{accountId}/budgets', {
    params,
    body: { scope: 'account', unit: 'requests', limit: '9', period: 'day', name: 'All calls' },
  });
  await person.api.post('/api/v1/accounts/{accountId}/api-keys', { params, body: { name: 'My script' } });
  await signIn(context, admin);
  await page.goto(paths.adminAudit);
  const audit = auditPage(page);
  await audit.search('Id of what, or of its account', person.accountId);
  await expect(audit.rows).toHaveCount(3);
  await expect(audit.rows.nth(0)).toContainText(/Created an API key.*My script/);
  await expect(audit.rows.nth(1)).toContainText(/Created a budget.*All calls/);
  await expect(audit.rows.nth(2)).toContainText('Signed up');
  await audit.chooseKind('Budgets');
  await expect(audit.rows).toHaveCount(1);
  await audit.rows.getByRole('button', { name: 'Details' }).click();
  await expect(audit.rows).toContainText('limit: 9');
  await page.reload();
  await expect(audit.rows).toHaveCount(1);
  await audit.search('E-mail or id of who did it', 'nobody@example.com');
  await expect(page.getByText('No entry fits the filters.')).toBeVisible();
});
