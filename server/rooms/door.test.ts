/** How a room's door looks: chosen by its organizers, seen by everybody who sees the room. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { RoomColour } from '../contract/door.ts';
import { RoomView } from '../contract/room.ts';
import { openSchool, type School } from '../testing/school.ts';
import type { Visitor } from '../testing/visitor.ts';

let school: School;
let ada: Visitor;

beforeEach(async () => {
  school = await openSchool();
  ada = await school.signIn('ada');
});
afterEach(() => school.close());

const create = async (about: object): Promise<RoomView> => {
  const { body } = await ada.ask('POST', apiPaths.rooms, {
    name: 'Maths',
    classes: ['7a'],
    ...about,
  });
  return RoomView.parse(body);
};
const seenBy = async (visitor: Visitor, slug: string): Promise<RoomView> => {
  const { body } = await visitor.ask('GET', apiPaths.room(slug));
  return RoomView.parse(body);
};

describe('the colour and the picture of a room', () => {
  it.each(['finn', 'bo'] as const)('are what the organizer chose for %s, too', async (who) => {
    const { slug } = await create({ colour: 'violet', picture: 'atom' });
    const seen = await seenBy(await school.signIn(who), slug);
    expect(seen).toMatchObject({ colour: 'violet', picture: 'atom' });
  });

  it('are chosen for who chose none', async () => {
    const { colour, picture } = await create({});
    expect(RoomColour.options).toContain(colour);
    expect(picture).toBeNull();
  });

  it('can be changed and taken off, one without the other', async () => {
    const { slug } = await create({ colour: 'violet', picture: 'atom' });
    await ada.ask('PATCH', apiPaths.room(slug), { colour: 'red' });
    expect(await seenBy(ada, slug)).toMatchObject({ colour: 'red', picture: 'atom' });
    await ada.ask('PATCH', apiPaths.room(slug), { picture: null });
    expect(await seenBy(ada, slug)).toMatchObject({ colour: 'red', picture: null });
  });

  it.each([
    { colour: 'url(//elsewhere.example)' },
    { colour: null },
    { picture: 'book"><script>' },
    { picture: '../logo' },
  ])('are some of a few, and nothing else: %o', async (about) => {
    const { slug } = await create({ colour: 'red' });
    expect((await ada.ask('PATCH', apiPaths.room(slug), about)).status).toBe(400);
    expect((await ada.ask('POST', apiPaths.rooms, { name: 'Art', ...about })).status).toBe(400);
    expect(await seenBy(ada, slug)).toMatchObject({ colour: 'red', picture: null });
  });

  it.each(['finn', 'bo'] as const)('are not for %s to change', async (who) => {
    const { slug } = await create({ colour: 'red' });
    const visitor = await school.signIn(who);
    expect((await visitor.ask('PATCH', apiPaths.room(slug), { colour: 'blue' })).status).toBe(403);
    expect(await seenBy(ada, slug)).toMatchObject({ colour: 'red' });
  });
});

describe('when a room was used last', () => {
  it('is when its last lesson opened, also after its end has been forgotten on the card', async () => {
    const { slug, lastUsedAt } = await create({});
    expect(lastUsedAt).toBeNull();
    const openedAt = school.now();
    await school.startLesson(ada, slug);
    await ada.ask('POST', apiPaths.lessonAction(slug, 'end'), {});
    school.pass(60 * 60_000);
    const seen = await seenBy(ada, slug);
    expect(seen.lesson).toBeNull();
    expect(seen.lastUsedAt).toBe(openedAt);
  });
});
