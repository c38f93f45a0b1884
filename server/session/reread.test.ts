import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { openSchool, people, type School } from '../testing/school.ts';
import type { PeopleDirectory } from './people.ts';

let school: School;
let accounts: Map<string, { name: string; groups: readonly string[] }>;
let isSilent: boolean;
let brokenFor: ReadonlySet<string>;
let asked: string[];

const directory: PeopleDirectory = {
  listClasses: async () => [],
  findTeachers: async () => ({ teachers: [], isCut: false }),
  stillHere: async (subject) => {
    asked.push(subject);
    if (isSilent || brokenFor.has(subject)) throw new Error('ECONNREFUSED');
    return accounts.get(subject) ?? null;
  },
};

beforeEach(async () => {
  isSilent = false;
  brokenFor = new Set();
  asked = [];
  accounts = new Map(Object.values(people).map((person) => [person.subject, person]));
  school = await openSchool({ directory });
});
afterEach(() => school.close());

describe('reading roles again', () => {
  it('signs out who has left the school, and takes the pass too', async () => {
    const [ada, finn] = [await school.signIn('ada'), await school.signIn('finn')];
    const { slug } = await school.createRoom(ada, 'Maths', ['7a']);
    await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    accounts.delete('finn');
    await school.app.reread();
    expect((await finn.ask('GET', apiPaths.session)).status).toBe(401);
    expect((await ada.ask('GET', apiPaths.session)).status).toBe(200);
    await expect.poll(() => school.meeting.heard.at(-1)?.name).toBe('revoke');
  });

  it('moves who changed class, and ends the lesson of the old one for them', async () => {
    const [ada, finn] = [await school.signIn('ada'), await school.signIn('finn')];
    const { slug } = await school.createRoom(ada, 'Maths', ['7a']);
    await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    accounts.set('finn', { name: 'Finn Fischer', groups: ['students', 'class-7b'] });
    await school.app.reread();
    expect((await finn.ask('GET', apiPaths.room(slug))).status).toBe(404);
    await expect.poll(() => school.meeting.heard.at(-1)?.name).toBe('revoke');
  });

  it('takes the organizer’s right with the role', async () => {
    const ada = await school.signIn('ada');
    const { slug } = await school.createRoom(ada, 'Maths', []);
    accounts.set('ada', { name: 'Ada Adler', groups: ['parents'] });
    await school.app.reread();
    const { status } = await ada.ask('POST', apiPaths.lesson(slug), {});
    expect(status).toBe(403);
  });

  it('takes nothing from anybody while the directory is silent', async () => {
    const finn = await school.signIn('finn');
    isSilent = true;
    await school.app.reread();
    expect((await finn.ask('GET', apiPaths.rooms)).status).toBe(200);
    expect(school.logged.map(({ message }) => message)).toContain(
      'roles not read again: the directory does not answer',
    );
  });

  it('goes on after one who cannot be read, and gives up on a directory that is down', async () => {
    const everybody = [];
    for (const login of ['ada', 'bo', 'finn', 'gul', 'hana'] as const)
      everybody.push(await school.signIn(login));
    brokenFor = new Set(['ada']);
    accounts.delete('hana');
    await school.app.reread();
    expect((await everybody[4]?.ask('GET', apiPaths.session))?.status).toBe(401);
    asked = [];
    isSilent = true;
    await school.app.reread();
    expect(asked).toHaveLength(3);
  });

  it('takes a name as people may read it, and finds it unchanged the next time', async () => {
    const finn = await school.signIn('finn');
    const { groups } = people.finn;
    accounts.set('finn', { name: 'Finn\u202e\nFischer-Berg', groups });
    await school.app.reread();
    const { body } = await finn.ask('GET', apiPaths.session);
    expect(body).toMatchObject({ person: { name: 'Finn Fischer-Berg' } });
    const lines = school.logged.length;
    await school.app.reread();
    expect(school.logged).toHaveLength(lines);
  });

  it('says nothing when nothing changed', async () => {
    await school.signIn('finn');
    const before = await school.db.selectFrom('person').selectAll().execute();
    await school.app.reread();
    expect(await school.db.selectFrom('person').selectAll().execute()).toEqual(before);
  });
});

describe('signing out everywhere', () => {
  it('ends every device of this person, and of nobody else', async () => {
    const [tablet, phone, gul] = [
      await school.signIn('finn'),
      await school.signIn('finn'),
      await school.signIn('gul'),
    ];
    await phone.ask('POST', apiPaths.everywhere, {});
    expect((await tablet.ask('GET', apiPaths.session)).status).toBe(401);
    expect((await phone.ask('GET', apiPaths.session)).status).toBe(401);
    expect((await gul.ask('GET', apiPaths.session)).status).toBe(200);
  });
});
