/** What an error of the system means, in words for whoever reads a settings fault. */
const words: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there: something on the way is no folder',
  EACCES: 'Homeroom may not: look at the owner and the mode, of the folders above too',
  EPERM: 'the system does not allow it',
  EEXIST: 'is there, but is no folder',
  EISDIR: 'is a folder',
  EROFS: 'lies on a disk that is read-only',
  ENOSPC: 'the disk is full',
  EADDRINUSE: 'is taken by another program',
  EADDRNOTAVAIL: 'is no address of this machine',
  ENOTFOUND: 'is no address of this machine',
};

export function errorMessage(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return words[code] ?? (error instanceof Error ? error.message : String(error));
}

/** With the path, where the system names one. */
export function errorMessageWithPath(error: unknown): string {
  const path = error instanceof Error && 'path' in error ? `${String(error.path)}: ` : '';
  return `${path}${errorMessage(error)}`;
}
