import { paths } from '../../frontend/src/paths.ts';
import { signIn } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';

test('a year that is being typed is asked for when it is whole', async ({ page, context, person }) => {
  const asked = new Set<string>();
  page.on('request', (request) => {
    const from = new URL(request.url()).searchParams.get('from');
    if (from) asked.add(from.slice(0, 4));
  });
  await signIn(context, person);
  await page.goto(`${paths.usage}?range=custom&from=2026-05-10&to=2026-05-20`);
  await expect(page).toBeSettled();
  const firstDay = page.getByLabel('First day');
  await firstDay.pressSequentially('12012025');
  await expect(page).toHaveURL(/from=2025-12-01/);
  await firstDay.blur();
  await expect(firstDay).toHaveValue('2025-12-01');
  await expect(page).toBeSettled();
  expect([...asked].sort()).toEqual(['2025', '2026']);
});
