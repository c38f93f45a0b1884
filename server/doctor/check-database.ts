/** The database: whole, and with room to grow. Reading it hinders nobody. */
import { statfs } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import type { DoctorFinding } from '../contract/doctor.ts';
import { failed, passed, unproven, warned } from './checks.ts';

const tight = 500 * 1024 * 1024;
const full = 50 * 1024 * 1024;

export async function checkDatabase(path: string, dataDir: string): Promise<DoctorFinding[]> {
  return [databaseFinding(path), await spaceFinding(dataDir)];
}

function databaseFinding(path: string): DoctorFinding {
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 2_000 });
    try {
      const rows = db.prepare('pragma quick_check(3)').all();
      const said = rows.map((row) => String(row['quick_check'] ?? Object.values(row)[0]));
      if (said.join() === 'ok') return passed('database', `${path} is whole.`);
      return failed(
        'database',
        `${path} is damaged: ${said.join('; ')}`,
        'Stop Homeroom, keep a copy of the folder, and restore the last backup.',
      );
    } finally {
      db.close();
    }
  } catch (error) {
    return failed(
      'database',
      `${path} cannot be read: ${String(error)}`,
      'Look at the owner and the mode of the data folder; it is the user homeroom’s alone.',
    );
  }
}

async function spaceFinding(dataDir: string): Promise<DoctorFinding> {
  try {
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    const saw = `${Math.floor(free / 1024 / 1024)} MB are free where ${dataDir} lies.`;
    const todo = 'Make room on that disk: a full one stops sign-ins and lessons.';
    if (free < full) return failed('disk-space', saw, todo);
    return free < tight ? warned('disk-space', saw, todo) : passed('disk-space', saw);
  } catch (error) {
    return unproven('disk-space', `${dataDir}: ${String(error)}`);
  }
}
