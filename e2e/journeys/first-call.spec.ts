import { newEmail } from '../actors/person.ts';
import { openaiClient } from '../actors/catalogue.ts';
import { expect, test } from '../fixtures/test.ts';
import { apiKeysPage } from '../pages/api-keys-page.ts';
import { appFrame } from '../pages/app-frame.ts';
import { signUpPage } from '../pages/auth-pages.ts';
import { creditsPage } from '../pages/credits-page.ts';
import { modelsPage } from '../pages/models-page.ts';
import { playgroundPage } from '../pages/playground-page.ts';
import { callPage, usagePage } from '../pages/usage-page.ts';
import { sumOfLastCells, toMicro } from './amounts.ts';

// sim-echo costs 1,000 credits per million tokens in and 2,000 out; a token is a word, and it echoes.
const askedAtOnce = 'one two three four five'; // 5 in, 5 out: 0.015
const askedStreamed = 'six seven eight'; // 3 in, 3 out: 0.009
const askedInPlayground = 'nine ten'; // 2 in, 2 out: 0.006

test('from sign-up to calls that add up to the micro-credit', async ({ page, serverUrl }) => {
  const frame = appFrame(page);
  let secret = '';

  await test.step('sign up', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Create an account' }).click();
    await signUpPage(page).signUp(newEmail('nour'), 'a password of mine');
    await expect(frame.heading).toHaveText('Welcome');
  });

  await test.step('the first steps lead to a model', async () => {
    await page.getByRole('link', { name: 'Choose a model' }).click();
    await modelsPage(page).subscribe('Simulated echo');
    await expect(frame.toast('You can call Simulated echo now.')).toBeVisible();
    await expect(modelsPage(page).row('Simulated echo')).toContainText('Active');
  });

  await test.step('the first steps lead to a key, shown once and copied', async () => {
    await frame.open('Home');
    await page.getByRole('link', { name: 'Create a key' }).click();
    const keys = apiKeysPage(page);
    await keys.create('My first key');
    await keys.done.click();
    await expect(keys.dialog).toContainText('You have not copied the key');
    await keys.copy.click();
    secret = await page.evaluate(() => navigator.clipboard.readText());
    await expect(keys.secret).toHaveValue(secret);
    await keys.done.click();
    await expect(keys.dialog).toBeHidden();
    await expect(keys.row('My first key')).toContainText('Active');
    expect(await page.content()).not.toContain(secret);
  });

  await test.step('call the gateway with the official client', async () => {
    const { chat } = openaiClient(serverUrl, secret);
    const model = 'sim-echo';
    const answer = await chat.completions.create({
      model,
      messages: [{ role: 'user', content: askedAtOnce }],
    });
    expect(answer.choices[0]?.message.content).toBe(askedAtOnce);
    const messages = [{ role: 'user' as const, content: askedStreamed }];
    let streamed = '';
    for await (const { choices } of await chat.completions.create({ model, messages, stream: true }))
      streamed += choices[0]?.delta.content ?? '';
    expect(streamed).toBe(askedStreamed);
  });

  await test.step('the playground streams an answer with tokens and cost', async () => {
    await frame.open('Playground');
    const playground = playgroundPage(page);
    await playground.ask(askedInPlayground);
    await expect(playground.state).toHaveText('The answer is complete');
    const main = page.getByRole('main');
    await expect(main.getByText(askedInPlayground, { exact: true })).toHaveCount(2);
    await expect(main).toContainText('Tokens: 2 in, 2 out');
    await expect(main).toContainText('Credits: 0.006');
  });

  await test.step('usage shows the calls with their tokens and credits', async () => {
    await frame.open('Usage');
    const usage = usagePage(page);
    await expect(usage.rows).toHaveCount(3);
    await expect(usage.total('Calls')).toHaveText('3');
    await expect(usage.total('Tokens')).toHaveText('20');
    await expect(usage.creditsUsed).toHaveText('0.03');
    await expect(usage.total('Success rate')).toHaveText('100%');
    const cells = await usage.rows.evaluateAll((rows) =>
      rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')),
    );
    const seen = cells.map(([, model, key, , input, output, , cost]) => [
      model,
      key,
      input,
      output,
      cost?.split(' ')[0],
    ]);
    expect(seen).toEqual([
      ['sim-echo', 'Playground', '2', '2', '0.006'],
      ['sim-echo', 'My first key', '3', '3', '0.009'],
      ['sim-echo', 'My first key', '5', '5', '0.015'],
    ]);
  });

  await test.step('the cost of a call adds up', async () => {
    await usagePage(page).rows.last().getByRole('link', { name: 'sim-echo' }).click();
    const call = callPage(page);
    const amountOf = async (part: string) => toMicro((await call.credits(part).textContent()) ?? '');
    await expect(call.credits('Total')).toHaveText(/^0\.015 /);
    expect(await amountOf('Output')).toBe(10_000n);
    expect(await amountOf('Total')).toBe((await amountOf('Input')) + (await amountOf('Output')));
  });

  await test.step('the balance is the gift less the calls, and so is the ledger', async () => {
    await frame.open('Credits');
    const credits = creditsPage(page);
    await expect(credits.amount('Balance')).toHaveText('999.97');
    await expect(credits.amount('Available')).toHaveText('999.97');
    await expect(credits.ledgerRows.last()).toContainText('Welcome credits');
    expect(await sumOfLastCells(credits.ledgerRows)).toBe(999_970_000n);
  });

  await test.step('a revoked key is refused', async () => {
    await frame.open('API keys');
    await apiKeysPage(page).revoke('My first key');
    await expect(apiKeysPage(page).row('My first key')).toContainText('Revoked');
    const { models } = openaiClient(serverUrl, secret);
    const statusOf = () =>
      models.list().then(
        () => 200,
        (error: { status?: number }) => error.status,
      );
    await expect.poll(statusOf).toBe(401);
  });
});
