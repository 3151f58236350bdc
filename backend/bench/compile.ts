import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import ts from 'typescript';

const sources = new URL('programs/', import.meta.url);
const outputs = new URL('dist/', import.meta.url);

/**
 * Writes the programs around the server as plain JavaScript: a loader in a measured process would show in
 * its CPU and memory. Types are checked by `npm run check`.
 */
export async function compilePrograms(): Promise<void> {
  await mkdir(outputs, { recursive: true });
  for (const file of await readdir(sources)) {
    const { outputText } = ts.transpileModule(await readFile(new URL(file, sources), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
    });
    await writeFile(new URL(file.replace(/\.ts$/, '.js'), outputs), outputText);
  }
}
