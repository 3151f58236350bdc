import { defineConfig } from '@playwright/test';
import { browserOptions } from './browser/browser-options.ts';
import { findFreePort } from '../backend/src/lib/embedded-postgres/free-port.ts';

// Workers load this file too and take what the first load has settled from the environment.
process.env.LITEMAAS_E2E_URL ||= `http://127.0.0.1:${await findFreePort()}`;

export default defineConfig({
  testDir: 'journeys',
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  workers: 2,
  timeout: 80_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: process.env.LITEMAAS_E2E_URL,
    locale: 'en-US',
    timezoneId: 'Asia/Kuwait',
    // The snapshots of a trace tell as much as its film, at a fraction of the time.
    trace: { mode: 'retain-on-failure', screenshots: false },
    contextOptions: { reducedMotion: 'reduce' },
    permissions: ['clipboard-read', 'clipboard-write'],
    launchOptions: browserOptions(),
  },
  webServer: {
    command: 'node --import tsx server/main.ts',
    url: `${process.env.LITEMAAS_E2E_URL}/api/v1/health/ready`,
    timeout: 90_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
  },
});
