/** A school's host over HTTPS with a certificate of the school's own, for the doctor to look at. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { readConfig } from '../../../../server/config.ts';
import { type DoctorFinding, DoctorReport } from '../../../../server/contract/doctor.ts';
import { examine, type Given } from '../../../../server/serve/examine.ts';
import { makeCertificates } from '../../certificates.ts';
import { type HostOptions, type Ran, type SchoolHost, startSchoolHost } from '../../school-host.ts';
import { student, teacher } from '../../school-people.ts';

export type Examined = Ran & {
  report: DoctorReport;
  /** Names of the checks, by level. */
  failed: string[];
  warned: string[];
  of(check: string): DoctorFinding;
};

export type Patient = {
  host: SchoolHost;
  /** As root would at the terminal. */
  examine(args?: readonly string[], settings?: Readonly<Record<string, string>>): Promise<Examined>;
  stop(): Promise<void>;
};

export async function startPatient(options: HostOptions = {}): Promise<Patient> {
  const folder = await mkdtemp(join(tmpdir(), 'homeroom-certificates-'));
  const names = 'DNS:localhost,IP:127.0.0.1';
  const { caPath, certPath, keyPath } = await makeCertificates(folder, names, 60);
  await cp(certPath, join(folder, 'cert.pem'));
  await cp(keyPath, join(folder, 'key.pem'));
  const settings = { NODE_EXTRA_CA_CERTS: caPath, ...options.settings };
  const host = await startSchoolHost([teacher, student], {
    certificates: folder,
    ...options,
    settings,
  });
  return {
    host,
    async examine(args = [], otherwise = {}) {
      const ran = await host.run(['doctor', '--json', ...args], otherwise);
      return examinedOf(ran);
    },
    async stop() {
      await host.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** In this process, with another clock, version or jicofo than there is. */
export async function examineHere(
  { host }: Patient,
  given: Partial<Pick<Given, 'clock' | 'version' | 'jicofoSettings'>>,
): Promise<Examined> {
  const { config, faults } = readConfig(host.env, (path) => readFileSync(path, 'utf8'));
  const { terminal, said } = terminalOf();
  const args = { isJson: true, isScheduled: false, person: null };
  const moduleFolder = join(import.meta.dirname, '../../../../deploy/prosody');
  const { signal } = new AbortController();
  const rest = {
    version: '0.1.0',
    moduleFolder,
    clock: Date.now,
    signal,
    faults,
    jicofoSettings: null,
  };
  const code = await examine(config, args, { ...rest, ...given }, terminal);
  return examinedOf({ code, ...said });
}

function terminalOf() {
  const said = { out: '', err: '' };
  const sink = (to: 'out' | 'err') =>
    new Writable({
      write(chunk, _, done) {
        said[to] += String(chunk);
        done();
      },
    });
  return {
    said,
    terminal: { stdin: Readable.from([]), stdout: sink('out'), stderr: sink('err'), env: {} },
  };
}

function examinedOf(ran: Ran): Examined {
  if (ran.out === '') throw new Error(`the doctor ended with ${ran.code}: ${ran.err}`);
  const report = DoctorReport.parse(JSON.parse(ran.out));
  const at = (level: string) =>
    report.findings.filter((one) => one.level === level).map(({ check }) => check);
  return {
    ...ran,
    report,
    failed: at('fail'),
    warned: at('warn'),
    of(check) {
      const found = report.findings.find((one) => one.check === check);
      if (!found) throw new Error(`nothing was said of ${check}`);
      return found;
    },
  };
}
