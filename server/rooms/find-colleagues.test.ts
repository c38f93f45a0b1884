/** Finding a colleague's room by words. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { RoomsFound } from '../contract/room.ts';
import { openSchool, type School } from '../testing/school.ts';
import type { Visitor } from '../testing/visitor.ts';

let school: School;
let ada: Visitor;
let bo: Visitor;

beforeEach(async () => {
  school = await openSchool();
  ada = await school.signIn('ada');
  bo = await school.signIn('bo');
});
afterEach(() => school.close());

const find = async (words: string): Promise<RoomsFound> => {
  const { body } = await bo.ask(
    'GET',
    `${apiPaths.colleaguesRooms}?q=${encodeURIComponent(words)}`,
  );
  return RoomsFound.parse(body);
};

describe('a search for the rooms of colleagues', () => {
  it.each(['math 7a', '7a math', 'ADA étude', 'etude', 'adler 7a'])(
    'finds by “%s”',
    async (words) => {
      await school.createRoom(ada, 'Mathématiques, étude', ['7a']);
      expect((await find(words)).rooms).toHaveLength(1);
    },
  );

  it.each(['', '  ', 'math 7b', 'm.*h', '%'])('finds nothing by “%s”', async (words) => {
    await school.createRoom(ada, 'Maths', ['7a']);
    expect(await find(words)).toEqual({ rooms: [], isCut: false });
  });

  it('says that there are more than twenty', async () => {
    for (let count = 0; count < 20; count += 1) await school.createRoom(ada, `Maths ${count}`, []);
    expect(await find('maths')).toMatchObject({ isCut: false });
    await school.createRoom(ada, 'Maths again', []);
    const { rooms, isCut } = await find('maths');
    expect(rooms).toHaveLength(20);
    expect(isCut).toBe(true);
  });

  it('says whether a lesson runs, and not who is in it', async () => {
    const { slug } = await school.createRoom(ada, 'Maths', []);
    await school.startLesson(ada, slug);
    const { rooms } = await find('maths');
    expect(rooms[0]?.lesson?.state).toBe('running');
    expect(rooms[0]?.lesson?.register).toBeUndefined();
    expect(rooms[0]?.waitingCount).toBeUndefined();
  });
});
