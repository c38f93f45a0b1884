/** `homeroom keys …`: the signing keys for passes (RS256). A running server notices by itself. */
import { openKeyFolder } from '../pass/key-folder.ts';
import { complain, linesOf, say, type Terminal } from './terminal.ts';

export const usage = `homeroom keys list              show the keys; the last one signs
homeroom keys rotate            make a new key, which signs from now on; passes of the others stay good
homeroom keys withdraw NAME     delete a key; its passes are refused at once

Withdraw an old key when the longest lesson that began before the rotation is over. The
folder is the one that HOMEROOM_PASS_KEYS names. Prosody is told within seconds.`;

/**
 * @param folder of the signing keys; `null` when passes are signed with a shared secret
 * @returns 0: done. 1: not done, and why is on stderr. 2: not understood.
 */
export async function keys(
  args: string[],
  terminal: Terminal,
  folder: string | null,
  clock: () => number,
): Promise<number> {
  const [name = 'help', kid] = args;
  if (name === 'help' || name === '--help') {
    say(terminal, ...linesOf(usage));
    return 0;
  }
  if (folder === null) {
    complain(terminal, 'HOMEROOM_PASS_KEYS is not set: passes are signed with the shared secret.');
    return 1;
  }
  const ring = openKeyFolder(folder);
  if (name === 'list') {
    for (const key of await ring.keys()) {
      say(terminal, `${key.kid}  ${new Date(key.createdAt).toISOString()}`);
    }
    return 0;
  }
  if (name === 'rotate') {
    say(terminal, (await ring.add(clock())).kid);
    return 0;
  }
  if (name === 'withdraw' && kid !== undefined) return withdraw(terminal, ring, kid);
  complain(terminal, `unknown: keys ${args.join(' ')}`, '', ...linesOf(usage));
  return 2;
}

async function withdraw(
  terminal: Terminal,
  ring: ReturnType<typeof openKeyFolder>,
  kid: string,
): Promise<number> {
  if (await ring.withdraw(kid)) return 0;
  complain(terminal, `There is no key ${kid}.`);
  return 1;
}
