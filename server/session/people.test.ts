/** What a teacher may choose from, where the directory is slow, or large. */
import { afterEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { Problem } from '../contract/problem.ts';
import { ClassList, TeachersFound } from '../contract/room.ts';
import { openSchool, type School } from '../testing/school.ts';
import type { PeopleDirectory } from './people.ts';

let school: School;
afterEach(() => school.close());

const named = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ subject: `t${n}`, name: `Teacher ${n}`, detail: '' }));

async function ask(directory: Partial<PeopleDirectory>) {
  const silent = () => Promise.reject(new Error('SearchRequest: Operation timed out'));
  const silence = { listClasses: silent, findTeachers: silent, stillHere: silent };
  school = await openSchool({ directory: { ...silence, ...directory } });
  await school.signIn('bo');
  const ada = await school.signIn('ada');
  const found = async (words: string) =>
    TeachersFound.parse((await ada.ask('GET', `${apiPaths.teachers}?q=${words}`)).body);
  const classes = async () => ClassList.parse((await ada.ask('GET', apiPaths.classes)).body);
  return { found, classes };
}

describe('colleagues to choose from', () => {
  it('are said to be a part of them while the directory does not answer', async () => {
    const { found } = await ask({});
    expect(await found('Berg')).toMatchObject({
      teachers: [{ name: 'Bo Berg' }],
      isPartial: true,
      isCut: false,
    });
    expect(school.logged.map(({ message }) => message)).toContain('the directory did not answer');
  });

  it('are said to be more when the directory has more', async () => {
    const { found } = await ask({
      findTeachers: async () => ({ teachers: named(20), isCut: true }),
    });
    const { teachers, isCut, isPartial } = await found('Teacher');
    expect({ count: teachers.length, isCut, isPartial }).toEqual({
      count: 20,
      isCut: true,
      isPartial: false,
    });
  });

  it('are said to be more when those seen here and those of the directory are', async () => {
    const { found } = await ask({
      findTeachers: async () => ({ teachers: named(20), isCut: false }),
    });
    expect(await found('Berg')).toMatchObject({ isCut: true });
    expect((await found('Nobody here')).teachers).toHaveLength(20);
    expect(await found('Nobody here')).toMatchObject({ isCut: false });
  });
});

it('says that classes are a part of them while the directory does not answer', async () => {
  const silent = await ask({});
  expect(await silent.classes()).toMatchObject({ isPartial: true });
  await school.close();
  const answering = await ask({ listClasses: async () => ['7a'] });
  expect(await answering.classes()).toMatchObject({ classes: ['7a'], isPartial: false });
});

it('an organizer whom the silent directory would have to know is to be tried again', async () => {
  await ask({});
  const cleo = await school.signIn('cleo');
  const { slug } = await school.createRoom(cleo, 'Maths', ['7a']);
  const { status, body } = await cleo.ask('POST', apiPaths.organizers(slug), {
    ref: 'subject:dora',
  });
  expect({ status, code: Problem.parse(body).code }).toEqual({
    status: 503,
    code: 'provider-unreachable',
  });
});
