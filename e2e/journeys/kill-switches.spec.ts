import { paths } from '../../frontend/src/paths.ts';
import { callWith, createKey, modelIdOf, openaiClient, subscribe } from '../actors/catalogue.ts';
import { signIn } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';
import { killSwitchesPage } from '../pages/admin-pages.ts';
import { apiKeysPage } from '../pages/api-keys-page.ts';
import { appFrame } from '../pages/app-frame.ts';
import { rowWith } from '../pages/card.ts';

const messages = [{ role: 'user' as const, content: 'one two three' }];

test('an admin stops an account while it streams, and lets it go on', async ({
  page,
  context,
  admin,
  openAs,
  person,
  serverUrl,
}) => {
  for (const model of ['sim-echo', 'sim-slow']) await subscribe(person, model);
  const secret = await createKey(person, 'Runaway');
  const frame = appFrame(page);
  const switches = killSwitchesPage(page);
  await signIn(context, admin);

  const stream = await openaiClient(serverUrl, secret).chat.completions.create({
    model: 'sim-slow',
    messages,
    max_tokens: 2_000,
    stream: true,
  });
  const words = stream[Symbol.asyncIterator]();
  await words.next();

  await test.step('it says exactly what will stop, and wants a reason', async () => {
    await page.goto(paths.adminUser(person.userId));
    await page.getByRole('link', { name: 'Stop now' }).click();
    await expect(switches.dialog).toContainText(`Stop “${person.email}” now?`);
    await expect(switches.dialog).toContainText(`Every call of ${person.email} is refused`);
    await switches.stop.click();
    await expect(switches.dialog).toContainText('Say why');
    await switches.reason.fill('A loop without end');
    await switches.stop.click();
    await expect(frame.toast(`“${person.email}” is stopped.`)).toBeVisible();
    await expect(switches.row(person.email)).toContainText('A loop without end');
    await expect(switches.row(person.email)).toContainText('Stopped');
  });

  await test.step('the stream breaks off and says why; new calls are refused', async () => {
    const rest = async () => {
      for (let next = await words.next(); !next.done; next = await words.next());
    };
    await expect(rest()).rejects.toThrow('This account is stopped by a kill switch: A loop without end');
    await expect.poll(() => callWith(serverUrl, secret)).toBe('403 kill_switch');
  });

  await test.step('the account sees it on every page, and cannot lift it', async () => {
    const userPage = await openAs(person);
    await userPage.goto(paths.apiKeys);
    const banner = userPage.getByText('All calls of this account are stopped. Reason: A loop without end');
    await expect(banner).toBeVisible();
    await expect(apiKeysPage(userPage).row('Runaway')).toContainText('Stopped');
    await expect(userPage.getByRole('button', { name: /^Lift/ })).toHaveCount(0);
    await userPage.goto(paths.usage);
    await expect(banner).toBeVisible();
    await expect(rowWith(userPage, 'sim-slow')).toContainText('Aborted');
  });

  await test.step('lifted, calls go through; the list keeps who did what', async () => {
    await switches.lift(person.email);
    await expect(frame.toast(`“${person.email}” is not stopped any more.`)).toBeVisible();
    await expect(switches.row(person.email)).toContainText('Lifted');
    expect(await callWith(serverUrl, secret)).toBe('200');
  });
});

test('what an admin stops is found by its name', async ({ page, context, admin, person, serverUrl }) => {
  await subscribe(person, 'sim-echo');
  const secret = await createKey(person, `Laptop of ${person.email}`);
  await signIn(context, admin);
  await page.goto(paths.adminKillSwitches);
  const switches = killSwitchesPage(page);
  await switches.open();
  await switches.chooseScope('API key');
  await switches.choose(person.email);
  await expect(switches.dialog).toContainText(`Every call with the API key “Laptop of ${person.email}”`);
  await switches.reason.fill('It leaked');
  await switches.stop.click();
  await expect(switches.row('It leaked')).toContainText('API key');
  await expect.poll(() => callWith(serverUrl, secret)).toBe('403 kill_switch');
  await switches.open();
  await switches.chooseScope('API key');
  await switches.dialog.getByRole('textbox', { name: 'Search by name' }).fill(person.email);
  await expect(switches.dialog.getByRole('radio', { name: person.email })).toBeDisabled();
});

test('the whole platform stops only for those who type the word', async ({ page, context, admin }) => {
  await signIn(context, admin);
  await page.goto(paths.adminKillSwitches);
  const switches = killSwitchesPage(page);
  await switches.open();
  await switches.chooseScope('The whole platform');
  await expect(switches.dialog).toContainText('Every call is refused: of all accounts, to all models.');
  await switches.reason.fill('A drill that ends here');
  await switches.word.fill('STO');
  await expect(switches.stop).toHaveAttribute('aria-disabled', 'true');
  await switches.word.fill('stop');
  await expect(switches.stop).not.toHaveAttribute('aria-disabled', 'true');
  await switches.dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(switches.dialog).toBeHidden();
  await expect(page.getByText('A drill that ends here')).toHaveCount(0);
});

test('a model’s page leads to its kill switch', async ({ page, context, admin }) => {
  await signIn(context, admin);
  await page.goto(paths.adminModel(await modelIdOf(admin, 'sim-lorem')));
  await page.getByRole('link', { name: 'Stop now' }).click();
  const { dialog } = killSwitchesPage(page);
  await expect(dialog).toContainText('Every call to “sim-lorem” is refused');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(paths.adminKillSwitches);
});

test('members stop a key of theirs, and all of their calls', async ({ page, context, person, serverUrl }) => {
  await subscribe(person, 'sim-echo');
  const [first, second] = [await createKey(person, 'First'), await createKey(person, 'Second')];
  await signIn(context, person);
  await page.goto(paths.apiKeys);
  const keys = apiKeysPage(page);
  const frame = appFrame(page);

  await test.step('one key', async () => {
    await keys.stop('First', 'It was in a public repository');
    await expect(frame.toast('“First” is stopped.')).toBeVisible();
    await expect(keys.row('First')).toContainText('It was in a public repository');
    await expect(keys.row('Second')).toContainText('Active');
    await expect.poll(() => callWith(serverUrl, first)).toBe('403 kill_switch');
    expect(await callWith(serverUrl, second)).toBe('200');
    await keys.lift('First');
    await expect(keys.row('First')).toContainText('Active');
    expect(await callWith(serverUrl, first)).toBe('200');
  });

  await test.step('all of them', async () => {
    await keys.stopAll.click();
    await keys.dialog.getByRole('textbox', { name: 'Reason' }).fill('Until we know more');
    await keys.dialog.getByRole('button', { name: 'Stop now' }).click();
    await expect(page.getByText('All calls of this account are stopped.')).toBeVisible();
    await expect(keys.row('Second')).toContainText('Stopped');
    await expect.poll(() => callWith(serverUrl, second)).toBe('403 kill_switch');
    await page.getByRole('button', { name: 'Lift the stop of all calls' }).click();
    await keys.dialog.getByRole('button', { name: 'Lift' }).click();
    await expect(keys.row('Second')).toContainText('Active');
    expect(await callWith(serverUrl, second)).toBe('200');
  });
});
