import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
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
 * LiteLLM's proxy from PyPI, in a virtual environment of its own that later runs use again. Gives the Python
 * that runs it, or why it cannot be had here: no Python 3 with venv and pip, or no way to PyPI.
 */
export async function installLitellm(): Promise<{ python: string } | { missing: string }> {
  const environment = path.join(cache, `litellm-${litellmVersion}`);
  if (existsSync(pythonOf(environment))) return { python: pythonOf(environment) };
  // Made beside its place and renamed when it is whole: what is there works, whoever else is at it.
  const unfinished = `${environment}.${process.pid}`;
  await mkdir(cache, { recursive: true });
  try {
    await run('python3', ['-m', 'venv', unfinished]);
    await run(pythonOf(unfinished), ['-m', 'pip', 'install', '--quiet', ...packages], {
      timeout: installTimeoutMs,
      maxBuffer: 64 * 1024 * 1024,
    });
    await rename(unfinished, environment).catch((error: unknown) => {
      if (!existsSync(pythonOf(environment))) throw error;
    });
    return { python: pythonOf(environment) };
  } catch (error) {
    const { message, stderr } = error as { message: string; stderr?: string };
    return { missing: (stderr?.trim().split('\n').at(-1) ?? '') || message };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

function pythonOf(environment: string): string {
  return path.join(environment, 'bin', 'python');
}
