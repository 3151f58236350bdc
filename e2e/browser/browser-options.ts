import type { LaunchOptions } from '@playwright/test';
import { findChromium } from '../../scripts/provide-chromium.mjs';

/** Which Chromium to start, and how: the one in CHROMIUM_PATH, else the first that is found, then kept there. */
export function browserOptions(): LaunchOptions {
  process.env.CHROMIUM_PATH ||= findChromium();
  const isRoot = process.getuid?.() === 0;
  return {
    executablePath: process.env.CHROMIUM_PATH,
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
    ],
  };
}
