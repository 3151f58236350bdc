// `npm run bench`: builds the server if it has changed, then measures it. Options: docs/performance.md.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { register } from 'tsx/esm/api';

import { buildWorkspaces, root, staleWorkspaces } from './build.mjs';

const stale = staleWorkspaces().filter((name) => name === 'backend');
if ((await buildWorkspaces(stale)).length > 0) process.exit(1);
register();
await import(pathToFileURL(join(root, 'backend/bench/main.ts')).href);
