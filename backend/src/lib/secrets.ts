import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export type SecretBox = { encrypt(plain: string): Buffer; decrypt(sealed: Buffer): string };

/** A key of its own for each purpose, so that a token signature is never made with an encryption key. */
export function deriveKey(secretKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', `litemaas ${purpose}`, 32));
}

/** AES-256-GCM; a sealed value is version (1 byte), nonce (12), tag (16), ciphertext. */
export function createSecretBox(secretKey: string): SecretBox {
  const key = deriveKey(secretKey, 'secret box 1');
  return {
    encrypt(plain) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), body]);
    },
    decrypt(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13));
      decipher.setAuthTag(sealed.subarray(13, 29));
      return decipher.update(sealed.subarray(29), undefined, 'utf8') + decipher.final('utf8');
    },
  };
}
