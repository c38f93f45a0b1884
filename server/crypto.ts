/** Random values, their hashes, and encryption of what must be read again. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** 256 random bits, URL-safe. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** 128 random bits, URL-safe: a name that nobody guesses. */
export function randomId(): string {
  return randomBytes(16).toString('base64url');
}

/** The hash that is stored of a secret which only has to be recognised. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

export type Encryption = {
  encrypt(text: string): string;
  decrypt(encrypted: string): string | null;
};

/** AES-256-GCM (NIST SP 800-38D). `decrypt` answers null for anything altered or of another key. */
export function createEncryption(key: Buffer): Encryption {
  return {
    encrypt(text) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    decrypt(encrypted) {
      try {
        const bytes = Buffer.from(encrypted, 'base64url');
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
        decipher.setAuthTag(bytes.subarray(12, 28));
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString(
          'utf8',
        );
      } catch {
        return null;
      }
    },
  };
}
