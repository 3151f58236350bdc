import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { eventually } from './eventually.ts';
import { signIn } from './http-client.ts';
import { spawnServer, stopServers } from './server-process.ts';

afterEach(stopServers);

const inBash = promisify(execFile);
/** One address that only servers have which listen there; other systems have fewer of them. */
const host = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1';

it('prints an address, a password and a call that work as they stand', { timeout: 120_000 }, async () => {
  const { output } = await spawnServer({ env: { HOST: host, PORT: '0', LITEMAAS_ADMIN_PASSWORD: '' } });
  await eventually(() => expect(output()).toMatch(/Try it:[^]*Hello, world[^]*\n\n/), { timeout: 90_000 });

  const portal = output().match(/Portal +(\S+)/)?.[1] ?? '';
  const [, email = '', password = ''] = output().match(/Admin +(\S+) +password +(\S+)/) ?? [];
  const admin = await signIn(portal, email, password);
  expect((await admin.call('GET', '/api/v1/settings')).body).toMatchObject({ publicUrl: portal });

  const command = output().match(/Try it:\n\n([^]*?)\n\n/)?.[1] ?? '';
  const { stdout } = await inBash('bash', ['-c', command]);
  expect(JSON.parse(stdout)).toMatchObject({
    object: 'chat.completion',
    choices: [{ message: { role: 'assistant', content: 'Hello, world' } }],
  });
});
