/** A file that only the server may read, made once. */
import { open } from 'node:fs/promises';
import { hasCode } from './error-code.ts';

/**
 * Makes it, on disk when this resolves.
 * @returns false where it is there already, which is left as it is
 */
export async function createSecretFile(path: string, content: string | Buffer): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}
