import { hash, verify } from '@node-rs/argon2';

// Argon2id (the library's default) with the parameters that OWASP names first.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** One text for all ways in which keyboards compose the same characters. */
const normalise = (password: string) => password.normalize('NFKC');

/** An Argon2id hash, about 12 ms. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalise(password), cost);
}

let nobodysHash: Promise<string> | undefined;

/** Whether the password fits. Without a hash it takes as long and the answer is no: unknown users must not show. */
export async function passwordFits(passwordHash: string | null, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword('');
  const fits = await verify(passwordHash ?? (await nobodysHash), normalise(password));
  return fits && passwordHash !== null;
}
