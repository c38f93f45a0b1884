/** What Stryker's report of one file comes to. */

/**
 * @typedef {{ line: number, column: number }} Place
 * @typedef {{ status: string, mutatorName: string, replacement?: string, location: { start: Place, end: Place } }} Mutant
 * @typedef {{ files: Record<string, { mutants: Mutant[] }> }} Report
 */

const killed = new Set(['Killed', 'Timeout']);
const alive = new Set(['Survived', 'NoCoverage']);

/** @param {Report} report */
export const mutantsOf = ({ files }) => Object.values(files).flatMap((file) => file.mutants);

/** @param {Mutant} mutant */
export const isAlive = ({ status }) => alive.has(status);

/** @param {Mutant} mutant */
const keyOf = ({ location, mutatorName, replacement = '' }) =>
  JSON.stringify([location, mutatorName, replacement]);

/**
 * What survived the first tests is as the second found it.
 * @param {readonly Mutant[]} first
 * @param {readonly Mutant[]} second
 */
export function together(first, second) {
  const again = new Map(second.map((mutant) => [keyOf(mutant), mutant]));
  return first.map((mutant) => (isAlive(mutant) ? (again.get(keyOf(mutant)) ?? mutant) : mutant));
}

/** @param {readonly Mutant[]} mutants */
export function scoreOf(mutants) {
  const survivors = mutants.filter(isAlive);
  const dead = mutants.filter(({ status }) => killed.has(status)).length;
  const tried = dead + survivors.length;
  // Broken on the way, so that nothing is known of them: those that were left out are neither.
  const failed = mutants.filter(({ status }) => status === 'RuntimeError').length;
  return { tried, failed, percent: tried === 0 ? 100 : (100 * dead) / tried, survivors };
}

/**
 * The lines of these mutants, as `--mutate` takes them.
 * @param {string} file
 * @param {readonly Mutant[]} mutants
 */
export const placesOf = (file, mutants) => [
  ...new Set(mutants.map(({ location: { start, end } }) => `${file}:${start.line}-${end.line}`)),
];

/** @param {Mutant} mutant @returns one line */
export function lineOf({ location, status, mutatorName, replacement = '' }) {
  const text = replacement.replaceAll(/\s+/g, ' ').slice(0, 80);
  return `  line ${location.start.line}: ${mutatorName} → ${text}${status === 'NoCoverage' ? ' (no test comes here)' : ''}`;
}
