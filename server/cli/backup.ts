/** `homeroom backup FILE`: rooms, people file and keys in one file, while the server runs. */
import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../http/error-code.ts';
import { errorMessageWithPath } from '../http/error-message.ts';
import { createSecretFile } from '../http/secret-file.ts';
import { writeBackup } from '../store/backup.ts';
import { asOwnerOf } from './as-owner.ts';
import { type KeptData, keptFiles } from './kept-data.ts';
import { complain, say, type Terminal } from './terminal.ts';

export const backupUsage =
  'homeroom backup FILE      the rooms, the people file and the keys in one new file';

/** @returns 0: done. 1: not done, and why is on stderr. 2: not understood. */
export async function backup(args: string[], terminal: Terminal, data: KeptData): Promise<number> {
  const [file, ...rest] = args;
  if (file === undefined || file.startsWith('-') || rest.length > 0) {
    complain(terminal, backupUsage);
    return 2;
  }
  if (!existsSync(data.database)) {
    complain(terminal, `There is nothing to back up: ${data.database} is not there.`);
    return 1;
  }
  try {
    await writeNew(file, data);
  } catch (error) {
    complain(terminal, `Not done: ${errorMessageWithPath(error)}`);
    return 1;
  }
  say(terminal, `${file} holds passwords' hashes and keys: keep it as you keep those.`);
  return 0;
}

/** @throws when it is there already, or cannot be made; nothing half remains */
async function writeNew(file: string, data: KeptData): Promise<void> {
  const out = await openNew(file);
  try {
    await fill(out, data);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await out.close();
  }
}

async function openNew(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    if (hasCode(error, 'EEXIST'))
      throw new Error(`${file} is there already, and stays as it is.`, { cause: error });
    throw error;
  }
}

/** Through a copy beside the database: its owner may write nowhere else. */
async function fill(out: FileHandle, data: KeptData): Promise<void> {
  const copy = join(data.folder, `backup-${process.pid}.sqlite`);
  const { url, version, clock } = data;
  await asOwnerOf(data.folder, async () => {
    try {
      const files = await keptFiles(data);
      await rm(copy, { force: true });
      await createSecretFile(copy, '');
      writeBackup(data.database, copy, { format: 1, madeAt: clock(), version, url }, files);
      await out.writeFile(createReadStream(copy));
      await out.sync();
    } finally {
      await rm(copy, { force: true });
    }
  });
}
