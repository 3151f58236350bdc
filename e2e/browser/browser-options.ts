import type { LaunchOptions } from '@playwright/test';
import { findChromium } from '../../scripts/provide-chromium.mjs';

/** A name that browsers do not trust without https, as they do 127.0.0.1; it leads to this machine. */
const plainHost = 'portal.test';

/** Where the server at `baseUrl` is as far from trusted as in most networks without certificates. */
export const plainOrigin = (baseUrl: string) => `http://${plainHost}:${new URL(baseUrl).port}`;

/** Which Chromium to start, and how: the one in CHROMIUM_PATH, else the first that is found, then kept there for the workers. */
export function browserOptions(): LaunchOptions {
  const found = process.env.CHROMIUM_PATH || findChromium();
  if (!found) throw new Error('No Chromium was found. Run "node scripts/provide-chromium.mjs" first.');
  process.env.CHROMIUM_PATH = found;
  const isRoot = process.getuid?.() === 0;
  return {
    executablePath: found,
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      `--host-resolver-rules=MAP ${plainHost} 127.0.0.1`,
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
    ],
  };
}
