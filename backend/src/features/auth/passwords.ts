import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for Argon2id (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Argon2id of a password, as a PHC string. */
export const hashPassword = (password: string): Promise<string> => hash(password, cost);

let hashOfNobody: Promise<string> | undefined;

/** Whether the password is the one; takes as long for somebody who does not exist (`null`). */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  hashOfNobody ??= hashPassword('nobody has this password');
  const matches = await verify(passwordHash ?? (await hashOfNobody), password);
  return matches && passwordHash !== null;
}
