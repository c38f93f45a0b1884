/**
 * A backup: one SQLite file with the whole database as it was at one moment, and a table beside it
 * with what else is kept. SQLite's own checks tell whether it is whole.
 */
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

/** What the backup says of itself. */
export const About = z.object({
  format: z.literal(1),
  /** Milliseconds since the epoch. */
  madeAt: z.number(),
  /** Homeroom's. */
  version: z.string(),
  /** HOMEROOM_URL: the embedded provider's people are known by it. */
  url: z.string(),
});
export type About = z.infer<typeof About>;

export type KeptFile = { name: string; content: Uint8Array };

const Row = z.object({ name: z.string(), content: z.instanceof(Uint8Array) });

/**
 * While a server writes, too: what is copied is what one transaction sees.
 * @param to is made; only its owner may read it
 * @throws what SQLite says
 */
export function writeBackup(database: string, to: string, about: About, files: KeptFile[]): void {
  using source = new DatabaseSync(database, { timeout: 5_000 });
  source.prepare('vacuum into ?').run(to);
  using copy = new DatabaseSync(to);
  copy.exec(
    'create table backupAbout (about text); create table backupFile (name text, content blob)',
  );
  copy.prepare('insert into backupAbout values (?)').run(JSON.stringify(about));
  const keep = copy.prepare('insert into backupFile values (?, ?)');
  for (const { name, content } of files) keep.run(name, content);
}

export type Backup = { about: About; files: readonly KeptFile[] };

/** @returns `null` when it is no backup of ours, or is damaged */
export function readBackup(path: string): Backup | null {
  try {
    using db = new DatabaseSync(path, { readOnly: true });
    const checked = db.prepare('pragma integrity_check').all();
    if (checked.length !== 1 || checked[0]?.['integrity_check'] !== 'ok') return null;
    const text = z.string().parse(db.prepare('select about from backupAbout').get()?.['about']);
    const about = About.parse(JSON.parse(text));
    const rows = db.prepare('select name, content from backupFile').all();
    return { about, files: rows.map((row) => Row.parse(row)) };
  } catch {
    return null;
  }
}

/** Makes a database of it again. */
export function withoutBackupTables(path: string): void {
  using db = new DatabaseSync(path);
  db.exec('drop table backupAbout; drop table backupFile');
}
