/** Two who change one room at the same time lose nothing of each other's. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { Problem } from '../contract/problem.ts';
import { maxClasses, RoomView } from '../contract/room.ts';
import { openSchool, type School } from '../testing/school.ts';
import type { Visitor } from '../testing/visitor.ts';

let school: School;
let ada: Visitor;
let bo: Visitor;
let slug: string;

beforeEach(async () => {
  school = await openSchool();
  ada = await school.signIn('ada');
  bo = await school.signIn('bo');
  ({ slug } = await school.createRoom(ada, 'Maths', ['7a']));
  await ada.ask('POST', apiPaths.organizers(slug), { ref: 'subject:bo' });
});
afterEach(() => school.close());

const change = (by: Visitor, body: object) => by.ask('PATCH', apiPaths.room(slug), body);
const room = async () => RoomView.parse((await ada.ask('GET', apiPaths.room(slug))).body);

describe('two organizers who change one room', () => {
  it('each add a class of their own, and neither knows of the other', async () => {
    await Promise.all([
      change(ada, { classes: { add: ['7b'] } }),
      change(bo, { classes: { add: ['8c'], remove: ['7a'] } }),
    ]);
    expect((await room()).classes).toEqual(['7b', '8c']);
  });

  it('each change a rule of their own', async () => {
    await Promise.all([
      change(ada, { rules: { chat: false } }),
      change(bo, { rules: { lobby: true } }),
      change(ada, { isClosedToVisitors: true }),
    ]);
    expect(await room()).toMatchObject({
      name: 'Maths',
      classes: ['7a'],
      isClosedToVisitors: true,
      rules: { chat: false, lobby: true, promotion: true },
    });
  });

  it('may both do the same', async () => {
    await Promise.all([ada, bo].map((by) => change(by, { classes: { add: ['7b', '7b'] } })));
    expect((await room()).classes).toEqual(['7a', '7b']);
    await Promise.all([ada, bo].map((by) => change(by, { classes: { remove: ['7b', '9z'] } })));
    expect((await room()).classes).toEqual(['7a']);
  });
});

describe('the classes of a room', () => {
  const many = (prefix: string) =>
    Array.from({ length: maxClasses / 2 }, (_, n) => `${prefix}${n}`);

  it('cannot become more than a request may name by being added bit by bit', async () => {
    expect((await change(ada, { classes: { add: many('8'), remove: ['7a'] } })).status).toBe(200);
    expect((await change(ada, { classes: { add: many('9') } })).status).toBe(200);
    const { status, body } = await change(ada, { classes: { add: ['one more'] } });
    expect({ status, code: Problem.parse(body).code }).toEqual({
      status: 409,
      code: 'too-many-classes',
    });
    expect((await room()).classes).toHaveLength(maxClasses);
    expect((await change(ada, { classes: { add: ['10a'], remove: ['81'] } })).status).toBe(200);
  });

  it('are not replaced as a whole: whoever did would undo what a colleague just did', async () => {
    const { status, body } = await change(ada, { classes: ['7b'] });
    expect({ status, code: Problem.parse(body).code }).toEqual({ status: 400, code: 'malformed' });
    expect((await room()).classes).toEqual(['7a']);
  });
});
