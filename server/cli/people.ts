/** `homeroom people …`: the accounts of the people file, and questions about a directory. */
import { errorMessageWithPath } from '../http/error-message.ts';
import type { Command, OpenDatabase } from './command.ts';
import { move } from './people-move.ts';
import { complain, linesOf, say, type Terminal } from './terminal.ts';
import { check } from './people-check.ts';
import { add, change, list, passwd, remove } from './people-file-commands.ts';
import { forget } from './people-forget.ts';
import { importPeople } from './people-import.ts';

const commands: Record<string, Command> = {
  add,
  list,
  passwd,
  change,
  remove,
  import: importPeople,
  check,
  move,
  forget,
};

export const usage = `homeroom people add LOGIN --name NAME [--group GROUP …]   add someone; the password is asked for
homeroom people list                                       show everybody
homeroom people passwd LOGIN                               set a password
homeroom people change LOGIN [--name NAME] [--group GROUP …]  the groups given replace the old ones
homeroom people remove LOGIN                               take someone out
homeroom people import FILE.csv [--passwords FILE] [--remove-leavers GROUP [--yes]] [--dry-run]
                                                           add and change many: login, name, groups, password;
                                                           remove who is of GROUP and not in the list
homeroom people check LOGIN [--password]                   what Homeroom makes of someone, and by which setting
homeroom people move --from PEOPLE.json [--to-issuer URL --list FILE.csv] [--yes]
                                                           everybody keeps rooms under the account of another directory
homeroom people forget LOGIN | --id ID [--delete-rooms] [--yes]
                                                           delete what Homeroom keeps about someone

The people file is the one that HOMEROOM_PEOPLE_FILE names. A password is read
from the terminal, or from standard input where that is no terminal. A running
server notices every change by itself.`;

/** 0: done. 1: not done, and why is on stderr. 2: not understood. */
export async function people(
  args: string[],
  terminal: Terminal,
  openDatabase: OpenDatabase,
): Promise<number> {
  const [name = 'help', ...rest] = args;
  if (name === 'help' || name === '--help') {
    say(terminal, ...linesOf(usage));
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    complain(terminal, `unknown: people ${name}`, '', ...linesOf(usage));
    return 2;
  }
  try {
    return await command(rest, terminal, openDatabase);
  } catch (error) {
    complain(terminal, ...linesOf(errorMessageWithPath(error)));
    return isArgumentFault(error) ? 2 : 1;
  }
}

const isArgumentFault = (error: unknown) =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
