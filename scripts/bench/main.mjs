/** Measures, says each row as it is known, and exits badly when a budget is broken. */
import { measurements } from './rows.mjs';

/** @param {import('./rows.mjs').Row} row */
function say({ what, value, budget, unit, how }) {
  const verdict = value <= budget ? 'kept  ' : 'BROKEN';
  console.log(
    `${verdict} ${what}: ${value.toFixed(2)} ${unit}, at most ${budget}${how ? ` (${how})` : ''}`,
  );
  return value <= budget;
}

/**
 * @param {import('./rows.mjs').Measurement} measurement
 * @returns {Promise<boolean>} whether every budget of it is kept
 */
async function take({ name, measure }) {
  try {
    return (await measure()).map(say).every(Boolean);
  } catch (fault) {
    console.error(`FAILED ${name}: ${fault instanceof Error ? fault.message : String(fault)}`);
    return false;
  }
}

const wished = process.argv.slice(2);
const known = measurements.map(({ name }) => name);
const unknown = wished.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`${unknown.join(', ')}: not measured. What is: ${known.join(', ')}.`);
  process.exit(1);
}

let isKept = true;
for (const measurement of measurements) {
  if (wished.length > 0 && !wished.includes(measurement.name)) continue;
  if (!(await take(measurement))) isKept = false;
}
// Ends what a failed row has left running.
process.exit(isKept ? 0 : 1);
