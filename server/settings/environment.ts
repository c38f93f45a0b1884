/** The environment, and an env file beside it; the environment counts more. */
import { basename } from 'node:path';
import { hasCode } from '../http/error-code.ts';
import { errorMessage } from '../http/error-message.ts';
import { readEnvFile } from './env-file.ts';
import { type Environment, type Fault, type SettingLocations, quoted } from './settings-reader.ts';

export type Surroundings = {
  environment: Environment;
  locations: SettingLocations;
  faults: readonly Fault[];
};

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
    const given = `${quoted(path)}: ${errorMessage(error)}`;
    const fault = {
      setting: 'HOMEROOM_ENV_FILE',
      given,
      expected: 'a file that Homeroom may read',
    };
    return { environment, locations: new Map(), faults: isUnset ? [] : [fault] };
  }
  const file = readEnvFile(bytes);
  const location = (line: number) => `${named ?? basename(path)}, line ${line}`;
  const ownLines = [...file.lines].filter(([name]) => environment[name] === undefined);
  return {
    environment: { ...file.values, ...environment },
    locations: new Map(ownLines.map(([name, line]) => [name, location(line)])),
    faults: file.faults.map(({ line, given, expected }) => ({
      setting: location(line),
      given,
      expected,
    })),
  };
}
