import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { AdminStatus } from '../contract/admin.ts';
import { openSchool, people, type School } from '../testing/school.ts';
import type { Visitor } from '../testing/visitor.ts';
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

const crowd = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    subject: `pupil${n}`,
    name: `Pupil ${n}`,
    groups: ['students', 'class-7a'],
  }));

beforeEach(async () => {
  isSilent = false;
  brokenFor = new Set();
  asked = [];
  const everybody = [...Object.values(people), ...crowd(19)];
  accounts = new Map(everybody.map((person) => [person.subject, person]));
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
    await expect.poll(() => school.meeting.heard.at(-1)?.kind).toBe('revoke');
  });

  it('moves who changed class, and ends the lesson of the old one for them', async () => {
    const [ada, finn] = [await school.signIn('ada'), await school.signIn('finn')];
    const { slug } = await school.createRoom(ada, 'Maths', ['7a']);
    await school.startLesson(ada, slug);
    await school.enter(finn, slug);
    accounts.set('finn', { name: 'Finn Fischer', groups: ['students', 'class-7b'] });
    await school.app.reread();
    expect((await finn.ask('GET', apiPaths.room(slug))).status).toBe(404);
    await expect.poll(() => school.meeting.heard.at(-1)?.kind).toBe('revoke');
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

  it('goes on after some who cannot be read', async () => {
    for (const login of ['ada', 'bo', 'cleo', 'finn', 'gul'] as const) await school.signIn(login);
    const hana = await school.signIn('hana');
    brokenFor = new Set(['ada', 'bo', 'cleo', 'finn', 'gul']);
    accounts.delete('hana');
    await school.app.reread();
    expect((await hana.ask('GET', apiPaths.session)).status).toBe(401);
  });

  it('gives up on a directory that is down, and begins elsewhere the next time', async () => {
    const everybody = crowd(15);
    for (const person of everybody) await school.signIn(person);
    isSilent = true;
    await school.app.reread();
    expect(asked).toHaveLength(10);
    const first = new Set(asked);
    asked = [];
    isSilent = false;
    brokenFor = first;
    await school.app.reread();
    expect(asked.slice(0, 5).filter((subject) => first.has(subject))).toEqual([]);
    expect(asked).toHaveLength(15);
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

describe('a directory from which many are gone at once', () => {
  let dora: Visitor;
  let visitors: Visitor[];
  const statuses = async () => {
    const answers = visitors.map((visitor) => visitor.ask('GET', apiPaths.session));
    return (await Promise.all(answers)).map(({ status }) => status);
  };
  const warned = async () => AdminStatus.parse((await dora.ask('GET', apiPaths.adminStatus)).body);

  beforeEach(async () => {
    dora = await school.signIn('dora');
    visitors = [];
    for (const person of crowd(19)) visitors.push(await school.signIn(person));
  });

  it('is not believed: nobody is signed out, and administrators are told', async () => {
    for (const { subject } of crowd(3)) accounts.delete(subject);
    await school.app.reread();
    expect(await statuses()).toEqual(visitors.map(() => 200));
    expect(school.logged.at(-1)?.message).toContain('shows 3 of the 20 people');
    expect((await warned()).warnings).toContainEqual({
      code: 'many-gone',
      detail: expect.stringContaining('3 of the 20'),
    });
  });

  it('is believed again when it shows them, and administrators are told no more', async () => {
    for (const { subject } of crowd(3)) accounts.delete(subject);
    await school.app.reread();
    for (const person of crowd(3)) accounts.set(person.subject, person);
    await school.app.reread();
    expect((await warned()).warnings.map(({ code }) => code)).not.toContain('many-gone');
  });

  it('is not believed either when all of its groups are hidden', async () => {
    for (const person of crowd(19)) accounts.set(person.subject, { ...person, groups: [] });
    await school.app.reread();
    const { body } = (await visitors[0]?.ask('GET', apiPaths.session)) ?? {};
    expect(body).toMatchObject({ person: { role: 'student', classes: ['7a'] } });
  });

  it('is believed when a tenth has left, and when everybody is in another class', async () => {
    for (const { subject } of crowd(2)) accounts.delete(subject);
    for (const person of crowd(19).slice(2))
      accounts.set(person.subject, { ...person, groups: ['students', 'class-8a'] });
    await school.app.reread();
    expect((await statuses()).filter((status) => status === 401)).toHaveLength(2);
    const { body } = (await visitors[5]?.ask('GET', apiPaths.session)) ?? {};
    expect(body).toMatchObject({ person: { classes: ['8a'] } });
  });

  it('is believed when administrators say so', async () => {
    await school.close();
    school = await openSchool({ directory, settings: { HOMEROOM_REREAD_MAX_LOSS: '100' } });
    visitors = [];
    for (const person of crowd(5)) visitors.push(await school.signIn(person));
    for (const { subject } of crowd(5)) accounts.delete(subject);
    await school.app.reread();
    expect(await statuses()).toEqual([401, 401, 401, 401, 401]);
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
