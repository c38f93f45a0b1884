/** The environment, and an env file beside it; the environment counts more. */
import { basename } from 'node:path';
import { hasCode } from '../edge/error-code.ts';
import { whyNot } from '../edge/why-not.ts';
import { readEnvFile } from './env-file.ts';
import { type Environment, type Fault, type Places, quoted } from './settings-reader.ts';

export type Surroundings = { environment: Environment; places: Places; faults: readonly Fault[] };

/** Read where it is there, unless HOMEROOM_ENV_FILE names another, which has to be there. */
const usualFile = 'homeroom.env';

/** @param readFile throws when the file cannot be read */
export function readEnvironment(
  environment: Environment,
  readFile: (path: string) => Uint8Array,
): Surroundings {
  const named = environment['HOMEROOM_ENV_FILE'] || undefined;
  const path = named ?? usualFile;
  let bytes: Uint8Array;
  try {
    bytes = readFile(path);
  } catch (error) {
    const isUnset = named === undefined && hasCode(error, 'ENOENT');
    const given = `${quoted(path)}: ${whyNot(error)}`;
    const fault = {
      setting: 'HOMEROOM_ENV_FILE',
      given,
      expected: 'a file that Homeroom may read',
    };
    return { environment, places: new Map(), faults: isUnset ? [] : [fault] };
  }
  const file = readEnvFile(bytes);
  const place = (line: number) => `${named ?? basename(path)}, line ${line}`;
  const ownLines = [...file.lines].filter(([name]) => environment[name] === undefined);
  return {
    environment: { ...file.values, ...environment },
    places: new Map(ownLines.map(([name, line]) => [name, place(line)])),
    faults: file.faults.map(({ line, given, expected }) => ({
      setting: place(line),
      given,
      expected,
    })),
  };
}
