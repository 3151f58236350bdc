// Builds the portal (vite) and the server (tsc). `npm run build` builds both; `npm start` only what changed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const record = join(root, 'node_modules/.cache/litemaas/build.json');
const shared = ['package-lock.json', 'tsconfig.base.json', 'scripts/build.mjs'];

const workspaces = {
  backend: {
    output: 'backend/dist/main.js',
    sources: [
      ...shared,
      'backend/src',
      'backend/package.json',
      'backend/tsconfig.json',
      'backend/tsconfig.build.json',
    ],
    tool: 'typescript/lib/tsc.js',
    args: ['-p', 'tsconfig.build.json', '--outDir', 'dist-next'],
  },
  frontend: {
    output: 'frontend/dist/index.html',
    sources: [
      ...shared,
      'frontend/src',
      'frontend/public',
      'frontend/index.html',
      'frontend/package.json',
      'frontend/tsconfig.json',
      'frontend/vite.config.ts',
      'frontend/precompress.ts',
    ],
    tool: 'vite/bin/vite.js',
    args: ['build', '--outDir', 'dist-next'],
  },
};

/** Names of the workspaces whose output is missing or older than their sources. */
export function staleWorkspaces() {
  const built = readRecord();
  return Object.keys(workspaces).filter(
    (name) => !existsSync(join(root, workspaces[name].output)) || built[name] !== fingerprint(name),
  );
}

/** Builds the named workspaces side by side. Resolves to the names of those that failed, having shown why. */
export async function buildWorkspaces(names) {
  const outcomes = await Promise.all(names.map(buildOne));
  const failed = outcomes.filter(({ succeeded }) => !succeeded);
  const succeeded = outcomes.filter((outcome) => outcome.succeeded).map(({ name, print }) => [name, print]);
  if (succeeded.length > 0)
    writeFileSync(record, JSON.stringify({ ...readRecord(), ...Object.fromEntries(succeeded) }));
  for (const { name, output } of failed) console.error(`\nThe ${name} could not be built:\n${output}`);
  return failed.map(({ name }) => name);
}

async function buildOne(name) {
  // Taken before building, so that a file saved meanwhile counts as changed next time.
  const print = fingerprint(name);
  const { tool, args } = workspaces[name];
  const cwd = join(root, name);
  const program = findTool(cwd, tool);
  if (!program) {
    return {
      name,
      succeeded: false,
      output: `${tool} is not installed; run "npm ci" (with development packages).`,
    };
  }
  try {
    // Beside the present one, which a running server may be serving; also after a build that was broken off.
    rmSync(join(cwd, 'dist-next'), { recursive: true, force: true });
    mkdirSync(join(cwd, 'dist-next'));
    mkdirSync(dirname(record), { recursive: true });
  } catch (error) {
    return {
      name,
      succeeded: false,
      output: `${error.message}\nRun "npm run build" as the owner of ${root} first.`,
    };
  }
  const { exitCode, output } = await run(process.execPath, [program, ...args], cwd);
  if (exitCode === 0) putInPlace(cwd);
  else rmSync(join(cwd, 'dist-next'), { recursive: true, force: true });
  return { name, succeeded: exitCode === 0, output, print };
}

/** What was built becomes `dist` as a whole, so that nothing stays of files that no longer exist. */
function putInPlace(cwd) {
  const [present, next, before] = ['dist', 'dist-next', 'dist-before'].map((name) => join(cwd, name));
  rmSync(before, { recursive: true, force: true });
  if (existsSync(present)) renameSync(present, before);
  renameSync(next, present);
  rmSync(before, { recursive: true, force: true });
}

/** Not through `require.resolve` of the file itself: packages may not export it. */
function findTool(cwd, tool) {
  const [packageName, ...rest] = tool.split('/');
  try {
    const manifest = createRequire(join(cwd, 'package.json')).resolve(`${packageName}/package.json`);
    return join(dirname(manifest), ...rest);
  } catch {
    return undefined;
  }
}

function run(file, args, cwd) {
  return new Promise((resolve) => {
    const env = { ...process.env, NODE_ENV: 'production' };
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ exitCode: 1, output: error.message }));
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
}

/** Over path, size and time of change: reading a thousand files would show at every start. */
function fingerprint(name) {
  const hash = createHash('sha256');
  for (const source of workspaces[name].sources) {
    for (const path of filesIn(join(root, source))) {
      const { size, mtimeMs } = statSync(path);
      hash.update(`${relative(root, path)}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

function filesIn(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  const isSource = (entry) => entry.isFile() && !/\.(test|spec)\.tsx?$/.test(entry.name);
  return entries
    .filter(isSource)
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function readRecord() {
  try {
    return JSON.parse(readFileSync(record, 'utf8'));
  } catch {
    return {};
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const startedAtMs = Date.now();
  const failed = await buildWorkspaces(Object.keys(workspaces));
  if (failed.length === 0)
    console.log(`Built the portal and the server in ${Math.round((Date.now() - startedAtMs) / 1000)} s.`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
