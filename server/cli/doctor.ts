/** `homeroom doctor`: proves the promises against the Jitsi that runs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { type DoctorFinding, type DoctorReport, worstOf } from '../contract/doctor.ts';
import type { Doctor } from '../doctor/doctor.ts';
import { readReport, saveReport } from '../doctor/saved-report.ts';
import { exitCodeOf, letterOf, subjectOf, summaryOf, wordsOf } from '../doctor/words.ts';
import { complain, linesOf, say, type Terminal } from './terminal.ts';

export const usage = `homeroom doctor                look at everything, and say what is not in order
homeroom doctor --json         the same as JSON
homeroom doctor --person NAME  and what Homeroom makes of the person with this login
homeroom doctor --scheduled    say only what is not in order, and tell who is to be told
                               (HOMEROOM_DOCTOR_TELLS), as the timer does

It asks what anybody may ask, and tries a lesson of its own in a room of its own; lessons of
people are not touched. Root, or the user of the data folder. Exit code: 0 in order, 1
something to look at, 2 something broken, 3 it could not look. The last result is on the
administrator's page.`;

const options = {
  json: { type: 'boolean' },
  person: { type: 'string' },
  scheduled: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

export type DoctorArgs = { isJson: boolean; isScheduled: boolean; person: string | null };

/** @returns `null` when it was not understood, or help was asked for: the exit code is then there */
export function readDoctorArgs(args: string[], terminal: Terminal): DoctorArgs | number {
  try {
    const { values } = parseArgs({ args, options });
    if (values.help) {
      say(terminal, ...linesOf(usage));
      return 0;
    }
    return {
      isJson: values.json ?? false,
      isScheduled: values.scheduled ?? false,
      person: values.person ?? null,
    };
  } catch (error) {
    complain(terminal, error instanceof Error ? error.message : '', '', ...linesOf(usage));
    return 3;
  }
}

export type DoctorRun = {
  doctor: Doctor;
  args: DoctorArgs;
  version: string;
  dataDir: string;
  /** Program that is told. */
  tells: string | null;
  clock: () => number;
  /** Ends it early; throwaway lessons are still ended. */
  signal: AbortSignal;
};

/** @returns the exit code; 130 when it was interrupted */
export async function runDoctor(run: DoctorRun, terminal: Terminal): Promise<number> {
  const { doctor, args, clock, signal } = run;
  const startedAt = clock();
  const findings: DoctorFinding[] = [];
  const show = (finding: DoctorFinding) => {
    findings.push(finding);
    const isQuiet = args.isJson || (args.isScheduled && finding.level === 'pass');
    if (!isQuiet) say(terminal, ...wordsOf(finding));
  };
  const isDone = await Promise.race([lookAt(doctor, show), aborted(signal)]);
  const left = await doctor.cleanUp();
  if (left) show(left);
  if (!isDone) {
    complain(terminal, 'Interrupted: nothing was kept.');
    return 130;
  }
  const { version } = run;
  const report: DoctorReport = { v: 1, version, startedAt, finishedAt: clock(), findings };
  if (args.isJson) say(terminal, JSON.stringify(report));
  else say(terminal, '', summaryOf(findings));
  await keep(run, report, terminal);
  return exitCodeOf(findings);
}

async function lookAt(doctor: Doctor, show: (finding: DoctorFinding) => void): Promise<true> {
  for await (const finding of doctor.findings()) show(finding);
  return true;
}

function aborted(signal: AbortSignal): Promise<false> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(false);
    signal.addEventListener('abort', () => resolve(false), { once: true });
  });
}

async function keep(
  { dataDir, args, tells }: DoctorRun,
  report: DoctorReport,
  terminal: Terminal,
): Promise<void> {
  const before = await readReport(dataDir);
  await saveReport(dataDir, report).catch((error: unknown) => {
    complain(
      terminal,
      `The result could not be kept for the administrator's page: ${String(error)}`,
    );
  });
  if (tells === null || !args.isScheduled) return;
  const isBroken = worstOf(report.findings) === 'fail';
  const wasBroken = before !== null && worstOf(before.findings) === 'fail';
  if (isBroken || wasBroken) await tell(tells, report, terminal);
}

/** The subject is its argument, the letter its input. Whatever becomes of it, the result stands. */
async function tell(program: string, report: DoctorReport, terminal: Terminal): Promise<void> {
  try {
    const child = spawn(program, [subjectOf(report)], {
      stdio: ['pipe', 'ignore', 'inherit'],
      timeout: 60_000,
    });
    // The program may end without reading its input.
    child.stdin.on('error', () => {});
    child.stdin.end(letterOf(report));
    const [code] = await once(child, 'exit');
    if (code !== 0) complain(terminal, `${program} ended with ${String(code)}`);
  } catch (error) {
    complain(terminal, `${program} could not be run: ${String(error)}`);
  }
}
