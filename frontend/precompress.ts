import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = /\.(js|css|svg|html)$/;
const leastBytes = 1024;

async function compressFile(file: string) {
  if ((await stat(file)).size < leastBytes) return;
  const content = await readFile(file);
  // Two below the most: the most takes ten times as long for two percent.
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY - 2 };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content, { params }));
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }));
}

/** Writes `.br` and `.gz` beside every text file of the build, so that the server compresses nothing while it serves. */
export function precompress(): Plugin {
  let directory = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved({ root, build }) {
      directory = resolve(root, build.outDir);
    },
    async closeBundle() {
      const entries = await readdir(directory, { recursive: true });
      const files = entries.filter((name) => compressible.test(name));
      await Promise.all(files.map((name) => compressFile(join(directory, name))));
    },
  };
}
