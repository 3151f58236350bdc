import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../test/app.ts';
import { startEndingDatabase } from '../test/stand-ins/ending-database.ts';
import { signUp } from '../test/people.ts';
import { startServer, stopServers } from '../test/server-process.ts';
import { moneyChecks } from './features/credits/verify-checks.ts';

let server: TestApp;
beforeAll(async () => {
  server = await createTestApp();
  await signUp(server.app);
});
afterAll(() => server.close());

describe('npm run verify', () => {
  const backend = fileURLToPath(new URL('..', import.meta.url));
  /** The exit code and what was printed. */
  async function runCommand(env: Record<string, string>): Promise<[number, string]> {
    const run = promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/verify-command.ts'], {
      cwd: backend,
      env: { PATH: process.env.PATH, LITEMAAS_SECRET_KEY: 'x'.repeat(32), ...env },
    });
    return run.then(
      ({ stdout }) => [0, stdout],
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => [code, stdout + stderr],
    );
  }

  test('ends well when the database is stopped at its last word', async () => {
    const url = new URL(server.databaseUrl);
    const ending = await startEndingDatabase(Number(url.port));
    url.port = String(ending.port);
    const [code, printed] = await runCommand({ DATABASE_URL: url.href });
    await ending.close();
    expect([code, printed.trim().split('\n').length]).toEqual([0, moneyChecks.length]);
  });

  test('prints a line for each check, and exits 1 when one fails', async () => {
    const environment = { DATABASE_URL: server.databaseUrl };
    const [code, printed] = await runCommand(environment);
    expect([code, printed.trim().split('\n').length]).toEqual([0, moneyChecks.length]);
    for (const { name } of moneyChecks) expect(printed).toMatch(new RegExp(`^ok +${name} `, 'm'));
    await server.db.query(`UPDATE meters SET credits_used = credits_used + 1 WHERE scope = 'account'`);
    const [failedCode, failedPrinted] = await runCommand(environment);
    expect(failedCode).toBe(1);
    expect([...failedPrinted.matchAll(/^FAULT +(\w+) /gm)].map(([, name]) => name)).toEqual([
      'balances_match_ledger',
      'consumptions_match_ledger',
    ]);
    expect(failedPrinted.match(/^ok /gm)).toHaveLength(moneyChecks.length - 2);
  });

  test('says clearly when there is nothing to verify', async () => {
    const [code, printed] = await runCommand({ LITEMAAS_DATA_DIR: '/nonexistent/litemaas' });
    expect([code, printed]).toEqual([
      1,
      expect.stringContaining('There is no LiteMaaS in /nonexistent/litemaas'),
    ]);
  });

  test(
    'says where to ask instead, while a server has the embedded database',
    { timeout: 60_000 },
    async () => {
      const { url, dataDir } = await startServer();
      const [code, printed] = await runCommand({ LITEMAAS_DATA_DIR: dataDir });
      await stopServers();
      expect([code, printed]).toEqual([
        1,
        expect.stringContaining(`ask it with GET ${url}/api/v1/admin/verify as an admin`),
      ]);
    },
  );
});
