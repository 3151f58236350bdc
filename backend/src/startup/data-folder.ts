import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StartupError } from '../lib/startup-error.ts';

type Json = Record<string, string>;

/** Secrets that this installation made for itself, kept in the data folder (mode 600). */
export type GeneratedSecrets = { secretKey: string; postgresPassword: string };

/** Reads the generated secrets, or makes them. @throws StartupError when the folder cannot be written */
export async function loadSecrets(dataDir: string): Promise<GeneratedSecrets> {
  const known = await readJson(dataDir, 'secrets.json');
  if (known?.secretKey && known.postgresPassword)
    return { secretKey: known.secretKey, postgresPassword: known.postgresPassword };
  const made = {
    secretKey: randomBytes(32).toString('base64url'),
    postgresPassword: randomBytes(24).toString('base64url'),
  };
  await writeJson(dataDir, 'secrets.json', made);
  return made;
}

/** Reads a small file of the data folder; undefined when it is not there. */
export async function readJson(dataDir: string, name: string): Promise<Json | undefined> {
  const file = path.join(dataDir, name);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw folderError(dataDir, error);
  });
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new StartupError(
      `The file ${file} is damaged. Restore it from a backup: without it the secrets in the database cannot be read.`,
    );
  }
}

/** Writes a small file that only this user may read, whole or not at all. */
export async function writeJson(dataDir: string, name: string, content: Json): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    const file = path.join(dataDir, name);
    await writeFile(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flush: true });
    await rename(`${file}.new`, file);
  } catch (error) {
    throw folderError(dataDir, error as NodeJS.ErrnoException);
  }
}

function folderError(dataDir: string, { code }: NodeJS.ErrnoException): StartupError {
  return new StartupError(
    `The data folder ${dataDir} cannot be used (${code}). Give this user the right to write there, or name another folder in LITEMAAS_DATA_DIR.`,
  );
}
