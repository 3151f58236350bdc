// Finds a Chromium for the browser tests, or installs one. Run by itself, it prints the path.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { root } from './build.mjs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const installed = createRequire(join(root, 'e2e/package.json'));
const isRootOnDebian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/**
 * Path of a Chromium that runs: CHROMIUM_PATH, the system's, or Playwright's own; undefined when there
 * is none. Throws when CHROMIUM_PATH names something that does not run.
 */
export function findChromium() {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted && !runs(wanted)) throw new Error(`CHROMIUM_PATH is ${wanted}, but no browser runs there.`);
  return wanted || [...PLACES, playwrightsOwn()].find((path) => path && runs(path));
}

/** As `findChromium`, but installs one when there is none. Throws when that fails too. */
export function provideChromium() {
  return findChromium() ?? installWithPlaywright() ?? installWithApt() ?? fail();
}

/** Ubuntu's chromium-browser is a script that only advises to install a snap; so each is tried. */
function runs(path) {
  if (!existsSync(path)) return false;
  const flags = process.getuid?.() === 0 ? ['--no-sandbox', '--version'] : ['--version'];
  return spawnSync(path, flags, { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

function playwrightsOwn() {
  try {
    return installed('@playwright/test').chromium.executablePath();
  } catch {
    return undefined;
  }
}

function installWithPlaywright() {
  const cli = join(dirname(installed.resolve('@playwright/test/package.json')), 'cli.js');
  const flags = isRootOnDebian ? ['--with-deps'] : [];
  show('Installing a Chromium for the browser tests …');
  execute(process.execPath, [cli, 'install', ...flags, 'chromium']);
  return findChromium();
}

function installWithApt() {
  if (!isRootOnDebian) return undefined;
  execute('apt-get', ['update']);
  execute('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-core']);
  return findChromium();
}

function execute(file, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // What the installer says is for the person; standard output holds the path only.
  spawnSync(file, args, { cwd: root, env, stdio: ['ignore', 2, 2], timeout: 15 * 60_000 });
}

function show(line) {
  console.error(line);
}

function fail() {
  throw new Error(
    'No Chromium was found and none could be installed. Install Chromium or Google Chrome, or name one with ' +
      'CHROMIUM_PATH. If Playwright installed its own and it does not run, "sudo npx playwright install-deps chromium" adds the libraries it needs.',
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(provideChromium());
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
