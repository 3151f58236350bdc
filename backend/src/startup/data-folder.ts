import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../lib/make-folder.ts';
import { StartupError } from '../lib/startup-error.ts';

const secretsFile = 'secrets.json';
/** Where the server that has the folder listens: `{url}`. Left behind when it ends. */
export const addressFile = 'address.json';

/** What a demo keeps to be looked up: the generated password of its admin and the key of the printed call. */
export const demoFile = 'demo.json';

type Json = Record<string, string>;

/** Secrets that this installation made for itself, kept in the data folder (mode 600). */
export type GeneratedSecrets = { secretKey: string; postgresPassword: string };

/** Reads the generated secrets, or makes them. @throws StartupError when the folder cannot be written */
export async function loadSecrets(dataDir: string): Promise<GeneratedSecrets> {
  const known = await readSecrets(dataDir);
  if (known) return known;
  const made = {
    secretKey: randomBytes(32).toString('base64url'),
    postgresPassword: randomBytes(24).toString('base64url'),
  };
  // Of two that start at once in an empty folder, the second goes by what the first has written.
  await writeWhole(dataDir, secretsFile, made, linkUnlessThere);
  return (await readSecrets(dataDir)) ?? made;
}

async function readSecrets(dataDir: string): Promise<GeneratedSecrets | undefined> {
  const kept = await readJson(dataDir, secretsFile);
  if (!kept) return undefined;
  const { secretKey, postgresPassword } = kept;
  if (!secretKey || !postgresPassword) throw damaged(path.join(dataDir, secretsFile));
  return { secretKey, postgresPassword };
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
    throw damaged(file);
  }
}

/** Writes a small file that only this user may read, whole or not at all. */
export function writeJson(dataDir: string, name: string, content: Json): Promise<void> {
  return writeWhole(dataDir, name, content, rename);
}

async function writeWhole(
  dataDir: string,
  name: string,
  content: Json,
  putInPlace: (from: string, to: string) => Promise<void>,
): Promise<void> {
  try {
    makeFolder(dataDir);
    const file = path.join(dataDir, name);
    const unfinished = `${file}.${process.pid}.new`;
    await writeFile(unfinished, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flush: true });
    await putInPlace(unfinished, file);
    await rm(unfinished, { force: true });
  } catch (error) {
    throw folderError(dataDir, error as NodeJS.ErrnoException);
  }
}

async function linkUnlessThere(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Not every file system has links; there, the last one wins.
    if (code !== 'EEXIST') await rename(from, to);
  }
}

function damaged(file: string): StartupError {
  return new StartupError(
    `The file ${file} is damaged. Restore it from a backup: without it the secrets in the database cannot be read.`,
  );
}

function folderError(dataDir: string, { code }: NodeJS.ErrnoException): StartupError {
  if (existsSync(dataDir) && statSync(dataDir).isFile())
    return new StartupError(`The data folder ${dataDir} is a file. Name a folder in LITEMAAS_DATA_DIR.`);
  return new StartupError(
    `The data folder ${dataDir} cannot be used (${code}). Give this user the right to write there, or name another folder in LITEMAAS_DATA_DIR.`,
  );
}
