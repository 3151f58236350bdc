import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Pinned: the contract moves between versions. `prisma` makes a missing key a 401 although there is no database. */
const litellmVersion = '1.106.2';
const packages = [`litellm[proxy]==${litellmVersion}`, 'prisma==0.15.0'];
const installTimeoutMs = 10 * 60_000;
const cache = fileURLToPath(new URL('../../../node_modules/.cache/litemaas', import.meta.url));

/**
 * LiteLLM's proxy from PyPI, in a virtual environment of its own that later runs use again. Gives the path
 * of its command, or why it cannot be had here: no Python 3 with venv and pip, or no way to PyPI.
 */
export async function installLitellm(): Promise<{ command: string } | { missing: string }> {
  const environment = path.join(cache, `litellm-${litellmVersion}`);
  const command = path.join(environment, 'bin', 'litellm');
  const complete = path.join(environment, 'complete');
  if (existsSync(complete)) return { command };
  await rm(environment, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  try {
    await run('python3', ['-m', 'venv', environment]);
    const pip = path.join(environment, 'bin', 'pip');
    await run(pip, ['install', '--quiet', ...packages], {
      timeout: installTimeoutMs,
      maxBuffer: 64 * 1024 * 1024,
    });
    await writeFile(complete, '');
    return { command };
  } catch (error) {
    const { message, stderr } = error as { message: string; stderr?: string };
    return { missing: (stderr?.trim().split('\n').at(-1) ?? '') || message };
  }
}
