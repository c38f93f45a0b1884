/** Measures, says each row as it is known, and exits badly when a budget is broken. */
import { measurements } from './rows.mjs';

const wished = process.argv.slice(2);
let isKept = true;

for (const { name, measure } of measurements) {
  if (wished.length > 0 && !wished.includes(name)) continue;
  for (const { what, value, budget, unit, how } of await measure()) {
    const verdict = value <= budget ? 'kept  ' : 'BROKEN';
    console.log(
      `${verdict} ${what}: ${value.toFixed(2)} ${unit}, at most ${budget}${how ? ` (${how})` : ''}`,
    );
    isKept &&= value <= budget;
  }
}
process.exitCode = isKept ? 0 : 1;
