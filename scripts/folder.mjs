import { fileURLToPath } from 'node:url';

/** The repository, wherever it was cloned to. */
export const root = fileURLToPath(new URL('..', import.meta.url));
