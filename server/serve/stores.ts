/** Every slice's store on the database; inside a transaction, on that. */
import { join } from 'node:path';
import { createAuditStore } from '../admin/audit-store.ts';
import type { BoundStores, Stores } from '../app/deps.ts';
import type { Config } from '../config.ts';
import { createLessonStore } from '../lessons/lessons-store.ts';
import { createOutboxStore } from '../lessons/outbox-store.ts';
import { createPassStore } from '../pass/passes-store.ts';
import { createRoomStore } from '../rooms/rooms-store.ts';
import { createSessionStore } from '../session/sessions-store.ts';
import type { Database } from '../store/database.ts';
import { createGroupCommit } from '../store/group-commit.ts';

/** Demo mode has a database of its own: nothing of sample people reaches the school's. */
export const databasePath = ({ dataDir, isDemo }: Pick<Config, 'dataDir' | 'isDemo'>): string =>
  join(dataDir, isDemo ? 'demo.sqlite' : 'homeroom.sqlite');

const boundTo = (db: Database): BoundStores => ({
  sessions: createSessionStore(db),
  rooms: createRoomStore(db),
  lessons: createLessonStore(db),
  passes: createPassStore(db),
  outbox: createOutboxStore(db),
});

export const createStores = (db: Database): Stores => ({
  ...boundTo(db),
  audit: createAuditStore(db),
  inTransaction: createGroupCommit(db, boundTo),
});
