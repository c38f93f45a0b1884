import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sessions(db);
  await rooms(db);
  await lessons(db);
  await db.schema
    .createTable('passIssued')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('issuedAt', 'bigint', (c) => c.notNull())
    .addColumn('expiresAt', 'bigint', (c) => c.notNull())
    .addColumn('personId', 'text', (c) => c.notNull())
    .addColumn('roomId', 'text', (c) => c.notNull())
    .addColumn('lessonId', 'text', (c) => c.notNull())
    .addColumn('affiliation', 'text', (c) => c.notNull())
    .addColumn('sessionRef', 'text', (c) => c.notNull())
    .addColumn('voidedAt', 'bigint')
    .execute();
  await index(db, 'passIssued', ['lessonId', 'personId']);
  await index(db, 'passIssued', ['issuedAt']);
}

async function sessions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('person')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('issuer', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('role', 'text')
    .addColumn('isAdmin', 'integer', (c) => c.notNull())
    .addColumn('classes', 'text', (c) => c.notNull())
    .addColumn('groupsSeen', 'text', (c) => c.notNull())
    .addColumn('signedInAt', 'bigint')
    .addUniqueConstraint('personSubject', ['issuer', 'subject'])
    .execute();
  await db.schema
    .createTable('classSeen')
    .addColumn('classId', 'text', (c) => c.primaryKey())
    .addColumn('seenAt', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('session')
    .addColumn('idHash', 'text', (c) => c.primaryKey())
    .addColumn('ref', 'text', (c) => c.notNull().unique())
    .addColumn('personId', 'text', (c) => c.notNull().references('person.id').onDelete('cascade'))
    .addColumn('startedAt', 'bigint', (c) => c.notNull())
    .addColumn('authTime', 'bigint')
    .addColumn('activeAt', 'bigint', (c) => c.notNull())
    .addColumn('endsAt', 'bigint', (c) => c.notNull())
    .addColumn('isShared', 'integer', (c) => c.notNull())
    .addColumn('idToken', 'text', (c) => c.notNull())
    .addColumn('providerSid', 'text')
    .addColumn('attendingSlug', 'text')
    .addColumn('lastPassUsed', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await index(db, 'session', ['personId']);
  await db.schema
    .createTable('signIn')
    .addColumn('nonceHash', 'text', (c) => c.primaryKey())
    .addColumn('browserHash', 'text', (c) => c.notNull())
    .addColumn('expiresAt', 'bigint', (c) => c.notNull())
    .addColumn('isShared', 'integer', (c) => c.notNull())
    .addColumn('stepUpId', 'text')
    .execute();
  await index(db, 'signIn', ['expiresAt']);
  await db.schema
    .createTable('stepUp')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('sessionRef', 'text', (c) => c.notNull())
    .addColumn('personId', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('askedAt', 'bigint', (c) => c.notNull())
    .addColumn('metAt', 'bigint')
    .execute();
}

async function rooms(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('room')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('slug', 'text', (c) => c.notNull().unique())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    .addColumn('isClosedToVisitors', 'integer', (c) => c.notNull())
    .addColumn('isArchived', 'integer', (c) => c.notNull())
    .addColumn('settings', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('roomOrganizer')
    .addColumn('roomId', 'text', (c) => c.notNull().references('room.id').onDelete('cascade'))
    .addColumn('personId', 'text', (c) => c.notNull().references('person.id').onDelete('cascade'))
    .addColumn('addedAt', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('roomOrganizerKey', ['roomId', 'personId'])
    .execute();
  await index(db, 'roomOrganizer', ['personId']);
  await db.schema
    .createTable('roomClass')
    .addColumn('roomId', 'text', (c) => c.notNull().references('room.id').onDelete('cascade'))
    .addColumn('classId', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('roomClassKey', ['roomId', 'classId'])
    .execute();
  await index(db, 'roomClass', ['classId']);
  await db.schema
    .createTable('slugUsed')
    .addColumn('slug', 'text', (c) => c.primaryKey())
    .execute();
}

async function lessons(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('lesson')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('roomId', 'text', (c) => c.notNull().references('room.id').onDelete('cascade'))
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('openedAt', 'bigint', (c) => c.notNull())
    .addColumn('openedBy', 'text', (c) => c.notNull())
    .addColumn('toldAt', 'bigint')
    .addColumn('runningSince', 'bigint')
    .addColumn('deadlineAt', 'bigint')
    .addColumn('longestAt', 'bigint', (c) => c.notNull())
    .addColumn('endedAt', 'bigint')
    .addColumn('endReason', 'text')
    .addColumn('isClosedToNewcomers', 'integer', (c) => c.notNull())
    .execute();
  // A Room has at most one lesson that is not ended.
  await db.schema
    .createIndex('lessonOpenOnce')
    .unique()
    .on('lesson')
    .column('roomId')
    .where(sql.ref('state'), '<>', 'ended')
    .execute();
  await index(db, 'lesson', ['roomId', 'openedAt']);
  await db.schema
    .createTable('lessonOccupant')
    .addColumn('occupantId', 'text', (c) => c.primaryKey())
    .addColumn('lessonId', 'text', (c) => c.notNull().references('lesson.id').onDelete('cascade'))
    .addColumn('personId', 'text', (c) => c.notNull())
    .addColumn('passId', 'text', (c) => c.notNull())
    .addColumn('affiliation', 'text', (c) => c.notNull())
    .addColumn('breakoutId', 'text')
    .addColumn('enteredAt', 'bigint', (c) => c.notNull())
    .execute();
  await index(db, 'lessonOccupant', ['lessonId']);
  await db.schema
    .createTable('lessonPerson')
    .addColumn('lessonId', 'text', (c) => c.notNull().references('lesson.id').onDelete('cascade'))
    .addColumn('personId', 'text', (c) => c.notNull())
    .addColumn('wasIn', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('isPromoted', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('isRemoved', 'integer', (c) => c.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('lessonPersonKey', ['lessonId', 'personId'])
    .execute();
}

async function index(db: Kysely<unknown>, table: string, columns: string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}By${columns.join('And')}`)
    .on(table)
    .columns(columns)
    .execute();
}
