/** Whether nginx and Prosody take the new files: asked before they are in force. */
import { ownFolder } from './places.ts';
import type { Plan } from './plan.ts';
import type { Ran, System } from './system.ts';

/** What was wrong before is not Homeroom's doing: Jitsi's own configuration has some complaints. */
export type Before = { complaints: readonly string[] };

const nothing =
  /^(?:Checking config|Done\.|All checks passed|The following configuration files|-\s+\/|Problems? (?:was|were) found|\*{5,})/;

const complaintsOf = ({ output }: Ran): string[] =>
  output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !nothing.test(line));

/** @returns in words, why nothing can be checked here, or is wrong already */
export function checkBefore(system: System): Before | { refused: string } {
  const nginx = system.run('nginx', '-t', '-q');
  if (!nginx) return { refused: 'nginx is not installed here.' };
  if (nginx.status !== 0)
    return { refused: `nginx does not take its files as they are now:\n${nginx.output.trim()}` };
  const prosody = system.run('prosodyctl', 'check', 'config');
  if (!prosody) return { refused: 'prosodyctl is not installed here.' };
  return { complaints: complaintsOf(prosody) };
}

/** @returns what is wrong; `null` when nothing is */
export function checkNew(
  system: System,
  before: Before,
  { now, next }: Plan['states'],
): string | null {
  const run = (program: string, ...args: string[]): Ran | null => {
    if (now === next) return system.run(program, ...args);
    const shown = { folder: `${ownFolder}/${next}`, inPlaceOf: `${ownFolder}/${now}` };
    return system.runWith(shown, program, ...args);
  };
  const nginx = run('nginx', '-t', '-q');
  const prosody = run('prosodyctl', 'check', 'config');
  if (!nginx || !prosody)
    return 'This machine does not allow a look at the new files before they are in force (unshare --mount). Run this as root outside of a container.';
  if (nginx.status !== 0) return `nginx does not take the new files:\n${nginx.output.trim()}`;
  const news = complaintsOf(prosody).filter((line) => !before.complaints.includes(line));
  return news.length === 0 ? null : `Prosody complains about the new files:\n${news.join('\n')}`;
}
