/** The settings that Homeroom shall have, whole, and tried. */
import { askForAccounts, howToAnswer, isAnswered } from './accounts.ts';
import { type InstallDeps, refuse } from './install-deps.ts';
import type { Root } from './root.ts';
import { settingsFor, settingsRefusals, type Values } from './settings.ts';
import type { Survey } from './survey.ts';

/** Settings that are whole, and accounts that can be asked. @returns `null` when it was refused */
export async function settle(
  found: Survey,
  given: Values,
  root: Root,
  { terminal, tryAccounts }: InstallDeps,
  isQuiet: boolean,
): Promise<Values | null> {
  let answers = given;
  if (!isAnswered({ ...found.environment, ...given })) {
    const asked = isQuiet ? null : await askForAccounts(terminal);
    if (asked === null) {
      refuse(terminal, [howToAnswer]);
      return null;
    }
    answers = { ...asked, ...given };
  }
  const values = settingsFor(found, answers);
  const why = settingsRefusals(found, values);
  // Keys that are yet to be drawn are as long as they have to be, and differ.
  let drawn = 0;
  const readFile = (path: string): string => {
    const there = root.read(path);
    if (there !== null) return there;
    if (!path.startsWith('/etc/homeroom/')) throw new Error('is not there');
    drawn += 1;
    return String(drawn).padStart(48, '0');
  };
  const isNew = (found.record?.files.length ?? 0) === 0 || Object.keys(answers).length > 0;
  const fault = why.length > 0 || !isNew ? null : await tryAccounts(values, readFile);
  if (fault !== null) why.push(fault);
  if (why.length === 0) return answers;
  refuse(terminal, why);
  return null;
}
