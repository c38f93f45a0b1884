/** Puts the doctor together from the settings: loaded only where it is asked for. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { runningHomeroom } from '../doctor/ask-homeroom.ts';
import { createDoctor } from '../doctor/doctor.ts';
import { moduleFingerprint } from '../doctor/module-fingerprint.ts';
import { keysDirOf } from './data-dir.ts';
import { fingerprintOf } from './fingerprint.ts';
import { databasePath } from './stores.ts';
import { type DoctorArgs, runDoctor } from '../cli/doctor.ts';
import type { Fault } from '../settings/settings-reader.ts';
import type { Terminal } from '../cli/terminal.ts';

export type Given = {
  version: string;
  /** mod_homeroom as it came with this program. */
  moduleFolder: string;
  clock: () => number;
  signal: AbortSignal;
  /** What is wrong with the settings. */
  faults: readonly Fault[];
  /** The text of jicofo's settings, where it can be read. */
  jicofoSettings: string | null;
};

/** @returns the exit code */
export async function examine(
  config: Config,
  args: DoctorArgs,
  { version, moduleFolder, clock, signal, faults, jicofoSettings }: Given,
  terminal: Terminal,
): Promise<number> {
  const { dataDir, jitsi, doctorTells: tells } = config;
  // The key is made by the first start: where it is missing, no Homeroom has run here yet.
  const key = await readFile(join(keysDirOf(dataDir), 'doctor')).catch(() => null);
  const text = key?.toString('base64url') ?? '';
  const internal = jitsi?.prosody?.internal;
  const doctor = createDoctor({
    config,
    faults,
    version,
    settings: fingerprintOf(config, text),
    databasePath: databasePath(config),
    running: key && internal ? runningHomeroom(internal, text, clock) : null,
    shippedModule: await moduleFingerprint(moduleFolder),
    jicofoSettings,
    person: args.person,
    clock,
  });
  return runDoctor({ doctor, args, version, dataDir, tells, clock, signal }, terminal);
}
