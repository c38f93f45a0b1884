/** What root does in a folder that is somebody else's is done as that one. */
import { stat } from 'node:fs/promises';

/**
 * Root would follow every link that the owner has laid there, and leave files that the owner cannot
 * read. For anybody but root nothing changes.
 */
export async function asOwnerOf<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const { uid, gid } = await stat(folder);
  if (process.geteuid?.() !== 0 || uid === 0) return work();
  process.setegid?.(gid);
  process.seteuid?.(uid);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
