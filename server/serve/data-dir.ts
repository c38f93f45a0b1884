/** The folder that HOMEROOM_DATA names: the database, and keys that nobody else may read. */
import { randomBytes } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeFolder } from '../http/make-folder.ts';
import { createSecretFile } from '../http/secret-file.ts';
import { errorMessage } from '../http/error-message.ts';
import { type Fault, quoted } from '../settings/settings-reader.ts';

/** Makes the folder where it is missing; `null` when it can be used. */
export function dataDirFault(dataDir: string): Fault | null {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return {
      setting: 'HOMEROOM_DATA',
      given: `${quoted(dataDir)}: ${errorMessage(error)}`,
      expected: 'a folder in which Homeroom may write',
    };
  }
}

/**
 * Takes the folder for this process, for as long as the lock is kept; `null` when
 * another one has it. The system lets go of it with the process, however that ends.
 */
export function lockFolder(dataDir: string, name: string): DatabaseSync | null {
  const lock = new DatabaseSync(join(dataDir, `${name}.lock`));
  try {
    lock.exec('pragma locking_mode=exclusive; begin exclusive');
    return lock;
  } catch {
    lock.close();
    return null;
  }
}

/** Of the lock that a server holds. */
export const lockNameOf = ({ isDemo }: { isDemo: boolean }): string =>
  isDemo ? 'demo' : 'homeroom';

export const keysDirOf = (dataDir: string): string => join(dataDir, 'keys');

/** 32 random bytes, made at the first start. @throws when the folder cannot be written or the file was cut */
export async function loadOrCreateKey(dataDir: string, name: string): Promise<Buffer> {
  const folder = keysDirOf(dataDir);
  makeFolder(folder);
  const path = join(folder, name);
  await createSecretFile(path, randomBytes(32));
  const key = await readFile(path);
  if (key.length !== 32)
    throw new Error(`${path} is damaged: 32 bytes expected, ${key.length} found`);
  return key;
}

/**
 * The key that signs what `homeroom doctor` asks of the running Homeroom: whoever can read the
 * folder may ask.
 */
export async function loadDoctorKey(dataDir: string): Promise<string> {
  return (await loadOrCreateKey(dataDir, 'doctor')).toString('base64url');
}
