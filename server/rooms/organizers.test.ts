/** Who organizes a room: teachers only, and always somebody. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PersonId } from '../contract/ids.ts';
import { apiPaths } from '../contract/paths.ts';
import { Problem } from '../contract/problem.ts';
import { RoomView } from '../contract/room.ts';
import { ids } from '../contract/testing/ids.ts';
import { openSchool, type School } from '../testing/school.ts';
import type { Answer, Visitor } from '../testing/visitor.ts';
import { createRoomStore } from './rooms-store.ts';

const hour = 60 * 60_000;
let school: School;
let ada: Visitor;
let room: RoomView;

beforeEach(async () => {
  school = await openSchool();
  ada = await school.signIn('ada');
  room = await school.createRoom(ada, 'Maths', ['7a']);
});
afterEach(() => school.close());

const said = ({ status, body }: Answer) =>
  status < 400 ? String(status) : `${status} ${Problem.parse(body).code}`;

const name = (ref: string) => ada.ask('POST', apiPaths.organizers(room.slug), { ref });

const nameById = (personId: PersonId) =>
  ada.ask('POST', apiPaths.organizers(room.slug), { personId });

const takeOut = (by: Visitor, personId: PersonId) =>
  by.ask('DELETE', apiPaths.organizer(room.slug, personId));

const organizers = async () => {
  const rows = await school.db.selectFrom('roomOrganizer').select('personId').execute();
  return rows.map(({ personId }) => personId);
};

async function idOf(login: string): Promise<PersonId> {
  const row = await school.db
    .selectFrom('person')
    .select('id')
    .where('subject', '=', login)
    .executeTakeFirstOrThrow();
  return row.id;
}

describe('the last organizer', () => {
  it('stays', async () => {
    expect(said(await takeOut(ada, await idOf('ada')))).toBe('409 last-organizer');
    expect(await organizers()).toEqual([await idOf('ada')]);
  });

  it('is told so at once, and is not asked for the password first', async () => {
    for (let passed = 0; passed <= 8; passed += 1) {
      await ada.ask('POST', apiPaths.activity, {});
      school.pass(hour);
    }
    expect(said(await takeOut(ada, await idOf('ada')))).toBe('409 last-organizer');
  });

  it('stays when two take each other out at once', async () => {
    const cleo = await school.signIn('cleo');
    await name('subject:cleo');
    const [adaId, cleoId] = [await idOf('ada'), await idOf('cleo')];
    const answers = await Promise.all([takeOut(ada, cleoId), takeOut(cleo, adaId)]);
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
    expect(await organizers()).toHaveLength(1);
  });

  it('is kept by the store itself, whoever has decided what before, and in every room', async () => {
    // Who organizes another room is no organizer of this one.
    await school.createRoom(await school.signIn('cleo'), 'Art', []);
    const store = createRoomStore(school.db);
    const id = (await store.bySlug(room.slug))?.id ?? '';
    expect(await store.removeOrganizer(ids.room(id), ids.person(await idOf('ada')))).toBe(false);
    expect(await store.byId(ids.room(id))).toMatchObject({ organizers: [{ name: 'Ada Adler' }] });
  });
});

describe('an organizer', () => {
  it.each(['finn', 'dora', 'noa'] as const)('is never %s, by login or by id', async (login) => {
    await school.signIn(login);
    const refs = [`subject:${login}`, `person:${await idOf(login)}`];
    for (const ref of refs) expect(said(await name(ref))).toBe('422 organizer-not-a-teacher');
    expect(said(await nameById(await idOf(login)))).toBe('422 organizer-not-a-teacher');
    expect(await organizers()).toEqual([await idOf('ada')]);
  });

  it.each(['subject:nobody', 'person:nobody', 'ada', ''])(
    'is nobody whom %j names',
    async (ref) => {
      expect((await name(ref)).status).toBeGreaterThanOrEqual(400);
      expect(await organizers()).toEqual([await idOf('ada')]);
    },
  );

  it('is a teacher by id, and by login before the first sign-in', async () => {
    await school.signIn('bo');
    school.pass(1);
    expect(said(await name(`person:${await idOf('bo')}`))).toBe('200');
    school.pass(1);
    const { body } = await name('subject:cleo');
    expect(RoomView.parse(body).organizers.map((one) => one.name)).toEqual([
      'Ada Adler',
      'Bo Berg',
      'Cleo Conti',
    ]);
  });

  it('that was taken out comes back by the id that the room had shown', async () => {
    await school.signIn('bo');
    await nameById(await idOf('bo'));
    expect(said(await takeOut(ada, await idOf('bo')))).toBe('200');
    expect(said(await nameById(await idOf('bo')))).toBe('200');
    expect((await organizers()).toSorted()).toEqual(
      [await idOf('ada'), await idOf('bo')].toSorted(),
    );
  });

  it('is not who was a teacher, and is a student now', async () => {
    await school.signIn('bo');
    await school.signIn({ subject: 'bo', name: 'Bo Berg', groups: ['students'] });
    expect(said(await name(`person:${await idOf('bo')}`))).toBe('422 organizer-not-a-teacher');
  });
});
