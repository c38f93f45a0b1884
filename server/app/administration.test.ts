/** What administrators see and change, and what that gives nobody. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AdminLessons, AdminRoom, AdminRooms, AdminStatus, Audit } from '../contract/admin.ts';
import type { DoctorFinding, DoctorReport } from '../contract/doctor.ts';
import { apiPaths } from '../contract/paths.ts';
import { Problem } from '../contract/problem.ts';
import { openSchool, type School } from '../testing/school.ts';
import type { Visitor } from '../testing/visitor.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

let school: School;
let ada: Visitor;
let dora: Visitor;
beforeEach(async () => {
  school = await openSchool();
  ada = await school.signIn('ada');
  dora = await school.signIn('dora');
});
afterEach(() => school.close());

async function get<T>(path: string, schema: { parse(value: unknown): T }): Promise<T> {
  return schema.parse((await dora.ask('GET', path)).body);
}

const codeOf = ({ body }: { body: unknown }) => Problem.parse(body).code;

describe('lessons', () => {
  it('are listed, with who runs them and how many are in, and end for all', async () => {
    const { slug } = await school.createRoom(ada, 'Maths', ['7a']);
    await school.startLesson(ada, slug);
    await school.enter(await school.signIn('finn'), slug);
    expect(await get(apiPaths.adminLessons, AdminLessons)).toMatchObject({
      lessons: [{ slug, room: 'Maths', organizers: ['Ada Adler'], state: 'running', people: 2 }],
    });
    expect((await dora.ask('POST', apiPaths.adminEndLesson(slug), {})).status).toBe(204);
    expect((await get(apiPaths.adminLessons, AdminLessons)).lessons).toEqual([]);
    await vi.waitFor(() =>
      expect(school.meeting.heard.at(-1)).toMatchObject({
        kind: 'end',
        reason: 'ended-by-administrator',
      }),
    );
    // Once more is no fault.
    expect((await dora.ask('POST', apiPaths.adminEndLesson(slug), {})).status).toBe(204);
  });

  it('give an administrator no pass', async () => {
    const { slug } = await school.createRoom(ada, 'Maths', ['7a']);
    await school.startLesson(ada, slug);
    expect(codeOf(await dora.ask('POST', apiPaths.pass(slug), {}))).toBe('no-role');
  });
});

describe('rooms', () => {
  it('are found by their name or their organizer, archived ones too', async () => {
    const { slug } = await school.createRoom(ada, 'Maths ÄÖ', ['7a']);
    await school.createRoom(await school.signIn('bo'), 'Art', []);
    await dora.ask('PATCH', apiPaths.adminRoom(slug), { isArchived: true });
    const names = async (words: string) => {
      const path = `${apiPaths.adminRooms}?q=${encodeURIComponent(words)}`;
      return (await get(path, AdminRooms)).rooms.map(({ name }) => name);
    };
    expect(await names('')).toEqual(['Art', 'Maths ÄÖ']);
    expect(await names('äö')).toEqual(['Maths ÄÖ']);
    expect(await names('bo berg')).toEqual(['Art']);
  });

  it('are handed over: the new organizer runs it, the old one nothing any more', async () => {
    const { slug } = await school.createRoom(ada, 'Maths', ['7a']);
    await school.startLesson(ada, slug);
    await dora.ask('POST', apiPaths.adminOrganizers(slug), { ref: 'subject:bo' });
    const { rooms } = await get(apiPaths.adminRooms, AdminRooms);
    const old = rooms[0]?.organizers.find(({ name }) => name === 'Ada Adler');
    if (!old) throw new Error('no organizer');
    const answer = await dora.ask('DELETE', apiPaths.adminOrganizer(slug, old.id));
    expect(AdminRoom.parse(answer.body).organizers.map(({ name }) => name)).toEqual(['Bo Berg']);
    expect(codeOf(await ada.ask('POST', apiPaths.lesson(slug), {}))).toBe('organizers-only');
    // Her pass is taken back in the meeting, too.
    await vi.waitFor(() =>
      expect(school.meeting.heard.some(({ kind }) => kind === 'revoke')).toBe(true),
    );
  });

  it('keep an organizer: the last one is not taken away', async () => {
    const room = await school.createRoom(ada, 'Maths', []);
    const [only] = room.organizers;
    if (!only) throw new Error('no organizer');
    const answer = await dora.ask('DELETE', apiPaths.adminOrganizer(room.slug, only.id));
    expect(codeOf(answer)).toBe('last-organizer');
  });

  it('get no organizer who is no teacher, the administrator neither', async () => {
    const { slug } = await school.createRoom(ada, 'Maths', []);
    for (const ref of ['subject:finn', 'subject:dora']) {
      const answer = await dora.ask('POST', apiPaths.adminOrganizers(slug), { ref });
      expect(codeOf(answer)).toBe('organizer-not-a-teacher');
    }
  });

  it('are not renamed, opened or deleted that way', async () => {
    const { slug } = await school.createRoom(ada, 'Maths', []);
    const answer = await dora.ask('PATCH', apiPaths.adminRoom(slug), {
      isArchived: false,
      name: 'Other',
    });
    expect(codeOf(answer)).toBe('malformed');
    expect(codeOf(await dora.ask('DELETE', apiPaths.room(slug)))).toBe('no-role');
  });

  it('change after a recent sign-in only', async () => {
    const { slug } = await school.createRoom(ada, 'Maths', []);
    for (let passed = 0; passed <= 8 * hour; passed += hour) {
      school.pass(hour);
      await dora.ask('POST', apiPaths.activity, {});
    }
    const answer = await dora.ask('PATCH', apiPaths.adminRoom(slug), { isArchived: true });
    expect(codeOf(answer)).toBe('recent-sign-in-required');
    expect((await get(apiPaths.adminRooms, AdminRooms)).rooms[0]?.isArchived).toBe(false);
  });
});

describe('sign-ins and passes', () => {
  it('are listed, newest first, found by person or room, and deleted on time', async () => {
    const { slug } = await school.createRoom(ada, 'Maths', ['7a']);
    school.pass(minute);
    await school.startLesson(ada, slug);
    school.pass(minute);
    await school.enter(await school.signIn('finn'), slug);
    const rows = async (words = '') =>
      (await get(`${apiPaths.adminAudit}?q=${words}`, Audit)).rows.map(
        ({ kind, person, room, affiliation }) => [kind, person, room, affiliation].join(' '),
      );
    expect((await rows()).slice(0, 2).toSorted()).toEqual([
      'pass Finn Fischer Maths member',
      'sign-in Finn Fischer  ',
    ]);
    expect(await rows('finn')).toHaveLength(2);
    expect(await rows('MATHS')).toEqual([
      'pass Finn Fischer Maths member',
      'pass Ada Adler Maths owner',
    ]);
    expect(await rows('nobody of this name')).toEqual([]);
    school.pass(30 * day + minute);
    await school.app.sweep();
    dora = await school.signIn('dora');
    expect(await rows()).toEqual(['sign-in Dora Diaz  ']);
  });

  it('come page by page', async () => {
    for (let count = 0; count < 101; count++) {
      school.pass(1);
      await school.signIn('finn');
    }
    const first = await get(`${apiPaths.adminAudit}?q=finn`, Audit);
    expect([first.rows.length, first.isCut]).toEqual([100, true]);
    const before = first.rows.at(-1)?.at ?? 0;
    const second = await get(`${apiPaths.adminAudit}?q=finn&before=${before}`, Audit);
    expect([second.rows.length, second.isCut]).toEqual([1, false]);
  });

  it('go into a spreadsheet, where no name becomes a formula', async () => {
    await school.signIn({
      subject: 'mallory',
      name: '=HYPERLINK("https://evil.example","x")',
      groups: ['students', 'class-7a'],
    });
    const { text, headers } = await dora.ask('GET', `${apiPaths.adminAuditCsv}?q=HYPER`);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    const [head, row] = text.split('\r\n');
    expect(head).toBe('time,what,person,room,affiliation,taken back');
    expect(row).toContain(`,sign-in,"'=HYPERLINK(""https://evil.example"",""x"")",,,`);
  });
});

describe('the last doctor', () => {
  const finding = (check: string, level: DoctorFinding['level']): DoctorFinding => ({
    group: 'prosody',
    check,
    level,
    saw: `saw ${check}`,
  });
  const doctor: DoctorReport = {
    v: 1,
    version: '1',
    startedAt: 1,
    finishedAt: 2,
    findings: [finding('a', 'pass'), finding('b', 'warn'), finding('c', 'fail')],
  };

  it('is shown to administrators: what is broken first, and how much is in order', async () => {
    const other = await openSchool({ doctor });
    const answer = await (await other.signIn('dora')).ask('GET', apiPaths.adminStatus);
    expect(AdminStatus.parse(answer.body).doctor).toMatchObject({
      finishedAt: 2,
      counts: { pass: 1, warn: 1, fail: 1 },
      findings: [{ check: 'c' }, { check: 'b' }],
    });
    await other.close();
  });
});
