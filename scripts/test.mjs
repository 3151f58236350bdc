// `npm test [-- backend|frontend|e2e]`: runs the suites one after another. The last line is always the sum.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { buildWorkspaces, root, staleWorkspaces } from './build.mjs';
import { provideChromium } from './provide-chromium.mjs';
import { countPlaywright, countVitest } from './test-reports.mjs';

const reports = mkdtempSync(join(tmpdir(), 'litemaas-test-reports-'));

const suites = {
  backend: { hasTests: () => true, run: runBackend },
  frontend: {
    hasTests: () => containsFile('frontend/src', /\.test\.tsx?$/),
    run: () => runVitest('frontend'),
  },
  e2e: { hasTests: () => containsFile('e2e', /\.spec\.ts$/), run: runPlaywright },
};

/** Tests that start the server as a process start what is built. */
async function runBackend() {
  const stale = staleWorkspaces().filter((name) => name === 'backend');
  if ((await buildWorkspaces(stale)).length > 0) throw new Error('The server could not be built.');
  return runVitest('backend', { BUILT: 'true' });
}

async function runVitest(workspace, env) {
  const report = join(reports, `${workspace}.json`);
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const exitCode = await runTool(workspace, 'vitest', 'vitest.mjs', args, env);
  return { exitCode, ...countVitest(readReport(report)) };
}

async function runPlaywright() {
  const failed = await buildWorkspaces(staleWorkspaces());
  if (failed.length > 0) throw new Error(`Not built: ${failed.join(', ')}.`);
  const report = join(reports, 'e2e.json');
  const env = { CHROMIUM_PATH: provideChromium(), PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const exitCode = await runTool('e2e', '@playwright/test', 'cli.js', ['test', '--reporter=list,json'], env);
  return { exitCode, ...countPlaywright(readReport(report)) };
}

function readReport(path) {
  if (!existsSync(path)) throw new Error('The suite ended without a report.');
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Runs a tool of a workspace to its end and gives its exit code; a signal counts as 1. */
function runTool(workspace, packageName, file, args, env = {}) {
  const cwd = join(root, workspace);
  const manifest = createRequire(join(cwd, 'package.json')).resolve(`${packageName}/package.json`);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(dirname(manifest), file), ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const stop = () => child.kill('SIGTERM');
    process.once('SIGTERM', stop);
    child.on('error', () => resolve(1));
    child.on('close', (exitCode) => {
      process.off('SIGTERM', stop);
      resolve(exitCode ?? 1);
    });
  });
}

function containsFile(dir, pattern) {
  return readdirSync(join(root, dir), { recursive: true }).some((path) => pattern.test(path));
}

/** A suite that ends badly without a failed test in its report counts as one failure. */
async function runSuite(name) {
  console.log(`\n=== ${name} ===\n`);
  try {
    const { exitCode, passed, failed, skipped, failures } = await suites[name].run();
    if (exitCode !== 0 && failed === 0)
      console.error(`The suite "${name}" ended with exit code ${exitCode}.`);
    return { name, passed, failed: exitCode === 0 ? failed : Math.max(failed, 1), skipped, failures };
  } catch (error) {
    console.error(`The suite "${name}" could not run: ${error.message}`);
    return { name, passed: 0, failed: 1, skipped: 0, failures: [] };
  }
}

function describeCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const unknown = wanted.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(`There is no suite "${unknown.join('", "')}"; there are ${Object.keys(suites).join(', ')}.`);
  process.exit(1);
}

const results = [];
for (const name of Object.keys(suites)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  if (suites[name].hasTests()) results.push(await runSuite(name));
  else console.log(`\n=== ${name} === has no tests yet`);
}
rmSync(reports, { recursive: true, force: true });

const total = { passed: 0, failed: 0, skipped: 0 };
for (const result of results) for (const key of Object.keys(total)) total[key] += result[key];
console.log('');
for (const { name, failures } of results)
  for (const failure of failures) console.log(`✗ ${name}: ${failure}`);
if (results.length > 1)
  for (const result of results) console.log(`${result.name}: ${describeCounts(result)}`);
process.exitCode = total.failed > 0 || results.length === 0 ? 1 : 0;
console.log(describeCounts(total));
