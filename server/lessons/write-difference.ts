/** Turns a lesson as it was into the lesson as it is, in as few statements as that takes. */
import type { Kysely } from 'kysely';
import { newPerson, type WholeLesson } from './lesson.ts';
import type { LessonTables } from './tables.ts';

type Db<Tables extends LessonTables> = Kysely<Tables>;

export async function writeDifference(
  db: Db<LessonTables>,
  before: WholeLesson,
  after: WholeLesson,
): Promise<void> {
  if (before === after) return;
  await writeRow(db, before, after);
  await writeSeats(db, before, after);
  await writePeople(db, before, after);
}

const columnsOf = (lesson: WholeLesson) => ({
  state: lesson.state,
  toldAt: lesson.toldAt,
  runningSince: lesson.runningSince,
  deadlineAt: lesson.deadlineAt,
  maxEndsAt: lesson.maxEndsAt,
  endedAt: lesson.endedAt,
  endReason: lesson.endReason,
  isClosedToNewcomers: lesson.isClosedToNewcomers ? 1 : 0,
});

const differs = (one: object, other: object): boolean =>
  JSON.stringify(one) !== JSON.stringify(other);

async function writeRow(
  db: Db<LessonTables>,
  before: WholeLesson,
  after: WholeLesson,
): Promise<void> {
  const columns = columnsOf(after);
  if (!differs(columnsOf(before), columns)) return;
  await db.updateTable('lesson').set(columns).where('id', '=', after.id).execute();
}

async function writeSeats(
  db: Db<LessonTables>,
  before: WholeLesson,
  after: WholeLesson,
): Promise<void> {
  if (before.seats === after.seats) return;
  const gone = [...before.seats.keys()].filter((id) => !after.seats.has(id));
  if (gone.length > 0) {
    await db
      .deleteFrom('lessonOccupant')
      .where('lessonId', '=', after.id)
      .where('occupantId', 'in', gone)
      .execute();
  }
  for (const [occupantId, { occupantId: _, ...seat }] of after.seats) {
    const known = before.seats.get(occupantId);
    if (known && !differs({ ...known }, { occupantId, ...seat })) continue;
    const columns = { lessonId: after.id, ...seat };
    await db
      .insertInto('lessonOccupant')
      .values({ occupantId, ...columns })
      .onConflict((conflict) => conflict.column('occupantId').doUpdateSet(columns))
      .execute();
  }
}

async function writePeople(
  db: Db<LessonTables>,
  before: WholeLesson,
  after: WholeLesson,
): Promise<void> {
  if (before.people === after.people) return;
  for (const [personId, lessonPerson] of after.people) {
    if (!differs(before.people.get(personId) ?? newPerson, lessonPerson)) continue;
    const columns = {
      wasIn: lessonPerson.wasIn ? 1 : 0,
      isPromoted: lessonPerson.isPromoted ? 1 : 0,
      isRemoved: lessonPerson.isRemoved ? 1 : 0,
    };
    await db
      .insertInto('lessonPerson')
      .values({ lessonId: after.id, personId, ...columns })
      .onConflict((conflict) => conflict.columns(['lessonId', 'personId']).doUpdateSet(columns))
      .execute();
  }
}
