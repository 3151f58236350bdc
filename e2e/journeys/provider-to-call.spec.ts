import { randomUUID } from 'node:crypto';
import { paths } from '../../frontend/src/paths.ts';
import { createKey, openaiClient } from '../actors/catalogue.ts';
import { signIn } from '../actors/person.ts';
import { expect, test } from '../fixtures/test.ts';
import { approvalsPage, providerPage, providersPage } from '../pages/admin-pages.ts';
import { appFrame } from '../pages/app-frame.ts';
import { creditsPage } from '../pages/credits-page.ts';
import { modelsPage } from '../pages/models-page.ts';
import { usagePage } from '../pages/usage-page.ts';
import { startUpstream, upstreamAnswer, upstreamKey, upstreamModel } from '../stand-ins/openai-upstream.ts';

const messages = [{ role: 'user' as const, content: 'Can you hear me?' }];

test('a new provider, from its address to a call charged right', async ({
  page,
  context,
  openAs,
  admin,
  person,
  serverUrl,
}) => {
  const modelName = `tiny-${randomUUID().slice(0, 8)}`;
  const upstream = await startUpstream();
  await signIn(context, admin);
  const userPage = await openAs(person);
  const secret = await createKey(person, 'Client');
  const { chat } = openaiClient(serverUrl, secret);

  await test.step('the admin adds the provider and tests it', async () => {
    await page.goto(paths.adminProviders);
    await providersPage(page).add({
      name: `Stand-in ${modelName}`,
      baseUrl: upstream.url,
      apiKey: upstreamKey,
    });
    await expect(appFrame(page).heading).toHaveText(`Stand-in ${modelName}`);
    await providerPage(page).test.click();
    await expect(page.getByText(/It answers, after/)).toBeVisible();
  });

  await test.step('the admin discovers its model and imports it with a price', async () => {
    const provider = providerPage(page);
    await provider.discover.click();
    await provider.choose(upstreamModel).check();
    await provider.startImport.click();
    await provider.importName.fill(modelName);
    await provider.approveAtOnce.uncheck();
    await provider.price('Input').fill('2000');
    await provider.price('Output').fill('4000');
    await provider.finishImport.click();
    await expect(appFrame(page).toast('1 model is in the catalogue')).toBeVisible();
  });

  await test.step('the user finds it and asks for it', async () => {
    await userPage.goto(paths.models);
    await modelsPage(userPage).search.fill(modelName);
    await modelsPage(userPage).subscribe(modelName);
    await expect(appFrame(userPage).toast(/An administrator decides/)).toBeVisible();
    await expect(modelsPage(userPage).row(modelName)).toContainText('Pending');
    const refused = chat.completions.create({ model: modelName, messages });
    await expect(refused).rejects.toMatchObject({ status: 403, code: 'model_access_denied' });
  });

  await test.step('the admin approves', async () => {
    await appFrame(page).open('Approvals');
    await approvalsPage(page).approve(modelName, person.email);
    await expect(appFrame(page).toast(`${person.email} may now call ${modelName}`)).toBeVisible();
  });

  await test.step('the user calls it, in one piece and streamed', async () => {
    const call = () => chat.completions.create({ model: modelName, messages });
    await expect
      .poll(() =>
        call().then(
          ({ choices }) => choices[0]?.message.content,
          () => null,
        ),
      )
      .toBe(upstreamAnswer.join(''));
    const words: string[] = [];
    for await (const { choices } of await chat.completions.create({
      model: modelName,
      messages,
      stream: true,
    }))
      words.push(choices[0]?.delta.content ?? '');
    expect(words.join('')).toBe(upstreamAnswer.join(''));
  });

  await test.step('each call is charged 12 × 0.002 + 8 × 0.004 credits', async () => {
    await appFrame(userPage).open('Usage');
    const charged = usagePage(userPage).rows.filter({ hasText: 'Success' });
    await expect(charged).toHaveCount(2);
    for (const row of await charged.all()) await expect(row).toContainText('0.056');
    await appFrame(userPage).open('Credits');
    await expect(creditsPage(userPage).amount('Balance')).toHaveText('999.888');
  });
  await upstream.close();
});
