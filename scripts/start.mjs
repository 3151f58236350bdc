// `npm start`: builds what changed, then runs the server in this very process, so that signals, the
// terminal and the exit code need no forwarding and `kill -9` leaves nothing behind.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `LiteMaaS needs Node.js 20.19 or newer; this is ${process.versions.node}. See https://nodejs.org`,
  );
  process.exit(1);
}

const { join } = await import('node:path');
const { existsSync } = await import('node:fs');
const { pathToFileURL } = await import('node:url');
const { buildWorkspaces, root, staleWorkspaces } = await import('./build.mjs');

if (!existsSync(join(root, 'node_modules'))) {
  console.error('The packages are not installed yet. Run "npm ci" in this folder first.');
  process.exit(1);
}

const parts = { frontend: 'portal', backend: 'server' };
const stale = staleWorkspaces();
if (stale.length === 2) console.log('Building the portal and the server (first start only) …');
else if (stale.length === 1) console.log(`Building the ${parts[stale[0]]}, which has changed …`);
if (stale.length > 0 && (await buildWorkspaces(stale)).length > 0) process.exit(1);

const main = join(root, 'backend/dist/main.js');
process.setSourceMapsEnabled(true);
process.argv[1] = main;
await import(pathToFileURL(main).href);
