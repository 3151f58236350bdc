import type { LaunchOptions } from '@playwright/test';
import { findChromium } from '../../scripts/provide-chromium.mjs';

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
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
    ],
  };
}
