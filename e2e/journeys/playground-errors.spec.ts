import { randomUUID } from 'node:crypto';
import { paths } from '../../frontend/src/paths.ts';
import { subscribe } from '../actors/catalogue.ts';
import { signIn } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';
import { creditsPage } from '../pages/credits-page.ts';
import { playgroundPage } from '../pages/playground-page.ts';

test('without credits the playground says so and leads to them', async ({
  page,
  context,
  admin,
  person,
  faults,
}) => {
  faults.expect(/402 .*\/chat\/completions$/);
  await subscribe(person, 'sim-echo');
  await admin.api.post('/api/v1/admin/accounts/{accountId}/credits/adjustments', {
    params: { accountId: person.accountId },
    body: { amountCredits: '-1000', reason: 'Start with nothing' },
    idempotencyKey: randomUUID(),
  });
  await signIn(context, person);
  await page.goto(paths.playground);
  await playgroundPage(page).ask('Is anybody there?');
  await expect(page.getByText('Not enough credits for this call')).toBeVisible();
  await page.getByRole('link', { name: 'Show my credits' }).click();
  await expect(creditsPage(page).amount('Available')).toHaveText('0');
});

test('an answer can be stopped, and what came stays', async ({ page, context, person }) => {
  await subscribe(person, 'sim-slow');
  await signIn(context, person);
  await page.goto(paths.playgroundWith('sim-slow'));
  const playground = playgroundPage(page);
  await playground.ask('Tell me something long');
  await expect(page.getByRole('main').getByText(/lorem ipsum/)).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(playground.state).toHaveText('The answer was stopped');
  await expect(page.getByRole('main').getByText(/lorem ipsum/)).toBeVisible();
});

test('a model that fails is said, and can be asked again', async ({ page, context, person, faults }) => {
  faults.expect(/50[0-9] .*\/chat\/completions$/);
  await subscribe(person, 'sim-fail-500');
  await signIn(context, person);
  await page.goto(paths.playgroundWith('sim-fail-500'));
  await playgroundPage(page).ask('Hello');
  await expect(page.getByText('The model server failed')).toBeVisible();
  await expect(page.getByText('Request id for support:')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('a model server at its own limit is told from a limit of one’s own', async ({
  page,
  context,
  person,
  faults,
}) => {
  faults.expect(/429 .*\/chat\/completions$/);
  await subscribe(person, 'sim-fail-429');
  await signIn(context, person);
  await page.goto(paths.playgroundWith('sim-fail-429'));
  await playgroundPage(page).ask('Hello');
  await expect(page.getByText('The model server is busy')).toBeVisible();
  await expect(page.getByText('None of your limits is used up.')).toBeVisible();
  await expect(page.getByText('You can try again now.')).toBeVisible();
});

test('a model that is not offered is named, with the reason', async ({ page, context, person }) => {
  await subscribe(person, 'sim-embed');
  await signIn(context, person);
  await page.goto(paths.playground);
  await expect(page.getByRole('heading', { name: 'No chat model to try' })).toBeVisible();
  await expect(page.getByText('Simulated embeddings: is not marked as a chat model')).toBeVisible();
  await subscribe(person, 'sim-echo');
  await page.reload();
  await page.getByRole('button', { name: '1 of your models is not offered here' }).click();
  await expect(page.getByText('Simulated embeddings: is not marked as a chat model')).toBeVisible();
});
