import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export type SecretBox = {
  encrypt(plain: string): Buffer;
  decrypt(sealed: Buffer): string;
  /** The same of bytes. */
  seal(plain: Buffer): Buffer;
  open(sealed: Buffer): Buffer;
};

/** A key of its own for each purpose, so that a token signature is never made with an encryption key. */
export function deriveKey(secretKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', `litemaas ${purpose}`, 32));
}

/** AES-256-GCM; a sealed value is version (1 byte), nonce (12), tag (16), ciphertext. */
export function createSecretBox(secretKey: string): SecretBox {
  const key = deriveKey(secretKey, 'secret box 1');
  function seal(plain: Buffer): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), body]);
  }
  function open(sealed: Buffer): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13));
    decipher.setAuthTag(sealed.subarray(13, 29));
    return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]);
  }
  return {
    seal,
    open,
    encrypt: (plain) => seal(Buffer.from(plain)),
    decrypt: (sealed) => open(sealed).toString('utf8'),
  };
}
