/** The SQL behind `people move` and `people forget`. */
import type { PersonId, RoomId } from '../contract/ids.ts';
import type { Database } from '../store/database.ts';

export type Key = { issuer: string; subject: string };
export type Known = { id: PersonId; name: string };

export async function findPerson(db: Database, { issuer, subject }: Key): Promise<Known | null> {
  const row = await db
    .selectFrom('person')
    .select(['id', 'name'])
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row ?? null;
}

export async function findPersonById(db: Database, id: PersonId): Promise<Known | null> {
  const row = await db
    .selectFrom('person')
    .select(['id', 'name'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export type Move = { person: Known; to: Key };

/**
 * Moves all of them or none. Their sessions end, so that they sign in again with the new account.
 */
export async function movePeople(db: Database, moves: readonly Move[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const { person, to } of moves) {
      await trx.updateTable('person').set(to).where('id', '=', person.id).execute();
      await trx.deleteFrom('session').where('personId', '=', person.id).execute();
    }
  });
}

export type OnlyRoom = { id: RoomId; name: string };

/** Rooms that nobody else organizes. */
export async function onlyRoomsOf(db: Database, personId: PersonId): Promise<readonly OnlyRoom[]> {
  const rows = await db
    .selectFrom('room')
    .innerJoin('roomOrganizer', 'roomOrganizer.roomId', 'room.id')
    .select(['room.id', 'room.name'])
    .where('roomOrganizer.personId', '=', personId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('roomOrganizer as other')
            .select('other.roomId')
            .whereRef('other.roomId', '=', 'room.id')
            .where('other.personId', '!=', personId),
        ),
      ),
    )
    .orderBy('room.name')
    .execute();
  return rows;
}

/**
 * Whether somebody is in a meeting now, or organizes a room whose lesson has not ended: then
 * forgetting has to wait.
 */
export async function isInLesson(db: Database, personId: PersonId): Promise<boolean> {
  const inside = await db
    .selectFrom('lessonOccupant')
    .select('occupantId')
    .where('personId', '=', personId)
    .executeTakeFirst();
  const open = await db
    .selectFrom('lesson')
    .innerJoin('roomOrganizer', 'roomOrganizer.roomId', 'lesson.roomId')
    .select('lesson.id')
    .where('roomOrganizer.personId', '=', personId)
    .where('lesson.state', '!=', 'ended')
    .executeTakeFirst();
  return inside !== undefined || open !== undefined;
}

/**
 * The slugs of deleted rooms are never given again. Lessons in rooms of others stay, without the
 * name of who opened them.
 */
export async function forgetPerson(
  db: Database,
  personId: PersonId,
  rooms: readonly OnlyRoom[],
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const { id } of rooms) {
      await trx.deleteFrom('passIssued').where('roomId', '=', id).execute();
      await trx.deleteFrom('room').where('id', '=', id).execute();
    }
    await trx.deleteFrom('passIssued').where('personId', '=', personId).execute();
    await trx.deleteFrom('lessonPerson').where('personId', '=', personId).execute();
    await trx.deleteFrom('signInMade').where('personId', '=', personId).execute();
    await trx.deleteFrom('stepUp').where('personId', '=', personId).execute();
    await trx
      .updateTable('lesson')
      .set({ openedBy: '' })
      .where('openedBy', '=', personId)
      .execute();
    await trx.deleteFrom('roomOrganizer').where('personId', '=', personId).execute();
    await trx.deleteFrom('session').where('personId', '=', personId).execute();
    await trx.deleteFrom('person').where('id', '=', personId).execute();
  });
}
