import { defineConfig } from '@playwright/test';
import { findChromium } from '../scripts/provide-chromium.mjs';
import { freePort } from './server/free-port.ts';

// Workers load this file too and take what the first load has settled from the environment.
process.env.CHROMIUM_PATH ||= findChromium();
process.env.LITEMAAS_E2E_URL ||= `http://127.0.0.1:${await freePort()}`;

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'journeys',
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: process.env.LITEMAAS_E2E_URL,
    locale: 'en-US',
    timezoneId: 'Asia/Kuwait',
    trace: 'retain-on-failure',
    // Half-faded colours are no colours to judge contrast by.
    contextOptions: { reducedMotion: 'reduce' },
    permissions: ['clipboard-read', 'clipboard-write'],
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
      ],
    },
  },
  webServer: {
    command: 'node --import tsx server/main.ts',
    url: `${process.env.LITEMAAS_E2E_URL}/api/v1/health/ready`,
    timeout: 90_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
  },
});
