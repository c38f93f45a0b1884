/** What a command at the terminal is given, and what it returns. */
import type { Database } from '../store/database.ts';
import type { Terminal } from './terminal.ts';

/** The database that the server uses; opened only by the commands that need it. */
export type OpenDatabase = () => Promise<Database>;

export type Command = (
  args: string[],
  terminal: Terminal,
  openDatabase: OpenDatabase,
) => Promise<number>;
