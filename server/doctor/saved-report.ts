/** The last report, in the data folder: the administrator's page shows it. */
import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DoctorReport } from '../contract/doctor.ts';

const fileIn = (dataDir: string): string => join(dataDir, 'doctor.json');
const maxBytes = 1024 * 1024;

/** `null` where there is none, or none that can be read: it is made anew every night. */
export async function readReport(dataDir: string): Promise<DoctorReport | null> {
  try {
    const text = await readFile(fileIn(dataDir), 'utf8');
    if (text.length > maxBytes) return null;
    return DoctorReport.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Never half a report. @throws when the folder cannot be written */
export async function saveReport(dataDir: string, report: DoctorReport): Promise<void> {
  const scratch = `${fileIn(dataDir)}.${randomUUID()}~`;
  try {
    await writeFile(scratch, JSON.stringify(report), { mode: 0o600, flush: true });
    await rename(scratch, fileIn(dataDir));
  } finally {
    await rm(scratch, { force: true });
  }
}
