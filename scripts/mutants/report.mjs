/** What Stryker's report of one file comes to. */

/**
 * @typedef {{ status: string, mutatorName: string, replacement?: string, location: { start: { line: number } } }} Mutant
 * @typedef {{ files: Record<string, { mutants: Mutant[] }> }} Report
 */

const killed = new Set(['Killed', 'Timeout']);
const alive = new Set(['Survived', 'NoCoverage']);

/** @param {Report} report */
export function scoreOf({ files }) {
  const mutants = Object.values(files).flatMap((file) => file.mutants);
  const survivors = mutants.filter(({ status }) => alive.has(status));
  const dead = mutants.filter(({ status }) => killed.has(status)).length;
  const tried = dead + survivors.length;
  return { tried, percent: tried === 0 ? 100 : (100 * dead) / tried, survivors };
}

/** @param {Mutant} mutant @returns one line */
export function lineOf({ location, status, mutatorName, replacement = '' }) {
  const text = replacement.replaceAll(/\s+/g, ' ').slice(0, 80);
  return `  line ${location.start.line}: ${mutatorName} → ${text}${status === 'NoCoverage' ? ' (no test comes here)' : ''}`;
}
