/** An archived room: its organizers keep it, nothing starts there, and for everybody else it is not there. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { Problem } from '../contract/problem.ts';
import { RoomList, RoomView } from '../contract/room.ts';
import { openSchool, type School } from '../testing/school.ts';
import type { Answer, Visitor } from '../testing/visitor.ts';

let school: School;
let ada: Visitor;
let slug: string;

beforeEach(async () => {
  school = await openSchool();
  ada = await school.signIn('ada');
  ({ slug } = await school.createRoom(ada, 'Maths', ['7a']));
});
afterEach(() => school.close());

const archive = (isArchived = true) => ada.ask('PATCH', apiPaths.room(slug), { isArchived });
const startBy = (visitor: Visitor) => visitor.ask('POST', apiPaths.lesson(slug), {});

const said = ({ status, body }: Answer) =>
  status < 400 ? String(status) : `${status} ${Problem.parse(body).code}`;

describe('for a visiting teacher and a student it does not exist:', () => {
  it.each(['bo', 'finn'] as const)('%s neither sees it nor is given a pass', async (name) => {
    const visitor = await school.signIn(name);
    expect(said(await visitor.ask('GET', apiPaths.room(slug)))).toBe('200');
    await archive();
    const answers = [
      await visitor.ask('GET', apiPaths.room(slug)),
      await visitor.ask('POST', apiPaths.pass(slug), {}),
      await startBy(visitor),
    ];
    expect(answers.map(said)).toEqual(Array(3).fill('404 room-not-found'));
    const stream = await visitor.stream(`${apiPaths.live}?room=${slug}`);
    await stream.body?.cancel();
    expect(stream.status).toBe(404);
  });

  it('no search finds it', async () => {
    const bo = await school.signIn('bo');
    const found = async () => {
      const { body } = await bo.ask('GET', `${apiPaths.colleaguesRooms}?q=maths`);
      return RoomList.parse(body).rooms.map((room) => room.slug);
    };
    expect(await found()).toEqual([slug]);
    await archive();
    expect(await found()).toEqual([]);
  });
});

describe('its organizer', () => {
  it('still sees it, and starts no lesson there', async () => {
    await archive();
    const { body } = await ada.ask('GET', apiPaths.room(slug));
    expect(RoomView.parse(body)).toMatchObject({ affiliation: 'owner' });
    expect(said(await startBy(ada))).toBe('409 room-archived');
    expect(school.meeting.heard).toEqual([]);
    expect(await school.db.selectFrom('lesson').select('id').execute()).toEqual([]);
  });

  it('starts one as soon as it is restored', async () => {
    await archive();
    await archive(false);
    expect(said(await startBy(ada))).toBe('200');
  });
});

it('archived in mid-lesson ends it, and takes back the passes of visitors and students', async () => {
  await school.startLesson(ada, slug);
  for (const name of ['bo', 'finn'] as const) {
    await school.enter(await school.signIn(name), slug);
  }
  await archive();
  const lessons = await school.db.selectFrom('lesson').select('state').execute();
  expect(lessons).toEqual([{ state: 'ended' }]);
  const passes = await school.db.selectFrom('passIssued').select('voidedAt').execute();
  expect(passes.map(({ voidedAt }) => voidedAt)).toEqual(Array(3).fill(school.now()));
});
