/**
 * Whatever people who are not organizers do, in whatever order: no owner pass,
 * no lesson, no right in a room that is not theirs.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PersonId, type Slug } from '../contract/ids.ts';
import { apiPaths } from '../contract/paths.ts';
import { Pass } from '../contract/pass.ts';
import { RoomView } from '../contract/room.ts';
import { openSchool, type School } from '../testing/school.ts';
import type { Visitor } from '../testing/visitor.ts';

type Scene = { school: School; slug: Slug; adaId: PersonId; outsiders: readonly Visitor[] };

/** What a bored fifteen-year-old with developer tools would try, each with any visitor's cookie. */
const attempts: Record<string, (visitor: Visitor, scene: Scene) => Promise<unknown>> = {
  pass: (visitor, { slug }) => visitor.ask('POST', apiPaths.pass(slug), {}),
  'pass as owner': (visitor, { slug }) =>
    visitor.ask('POST', apiPaths.pass(slug), { affiliation: 'owner', moderator: true }),
  start: (visitor, { slug }) => visitor.ask('POST', apiPaths.lesson(slug), {}),
  end: (visitor, { slug }) => visitor.ask('POST', apiPaths.lessonAction(slug, 'end'), {}),
  extend: (visitor, { slug }) => visitor.ask('POST', apiPaths.lessonAction(slug, 'extend'), {}),
  remove: (visitor, { slug, adaId }) =>
    visitor.ask('POST', apiPaths.lessonAction(slug, 'remove'), { personId: adaId }),
  newcomers: (visitor, { slug }) =>
    visitor.ask('POST', apiPaths.lessonAction(slug, 'newcomers'), { closed: true }),
  'name oneself organizer': (visitor, { slug }) =>
    visitor.ask('POST', apiPaths.organizers(slug), { ref: 'subject:bo' }),
  'name a student organizer': (visitor, { slug }) =>
    visitor.ask('POST', apiPaths.organizers(slug), { ref: 'subject:finn' }),
  'take the organizer out': (visitor, { slug, adaId }) =>
    visitor.ask('DELETE', apiPaths.organizer(slug, adaId)),
  'give the room to another class': (visitor, { slug }) =>
    visitor.ask('PATCH', apiPaths.room(slug), { classes: { add: ['7b'], remove: ['7a'] } }),
  delete: (visitor, { slug }) => visitor.ask('DELETE', apiPaths.room(slug)),
  'step up': (visitor, { slug }) =>
    visitor.ask('POST', apiPaths.stepUp, { action: { kind: 'start-lesson', slug } }),
  branding: (visitor, { slug }) => visitor.ask('GET', apiPaths.room(slug)),
  readmit: (visitor, { slug, adaId }) =>
    visitor.ask('POST', apiPaths.lessonAction(slug, 'readmit'), { personId: adaId }),
  'sign out, and go on with the old cookie': async (visitor, { slug }) => {
    const cookie = visitor.cookie('__Host-homeroom') ?? '';
    await visitor.ask('POST', apiPaths.signOut, {});
    visitor.setCookie('__Host-homeroom', cookie);
    await visitor.ask('POST', apiPaths.lesson(slug), {});
    await visitor.ask('POST', apiPaths.pass(slug), {});
  },
  'sign out': (visitor) => visitor.ask('POST', apiPaths.signOut, {}),
};

const names = Object.keys(attempts);

async function openScene(isRunning: boolean): Promise<Scene> {
  const school = await openSchool();
  const ada = await school.signIn('ada');
  const { slug, organizers } = await school.createRoom(ada, 'Maths', ['7a']);
  const formerOrganizer = await nameAndTakeOut(school, ada, slug);
  if (isRunning) await school.startLesson(ada, slug);
  const outsiders = [
    school.visitor(),
    await school.signIn('bo'),
    await school.signIn('finn'),
    await school.signIn('hana'),
    await school.signIn('dora'),
    await school.signIn('noa'),
    formerOrganizer,
  ];
  return { school, slug, adaId: PersonId.parse(organizers[0]?.id), outsiders };
}

/** Cleo was an organizer for a while, and her browser still has her cookie. */
async function nameAndTakeOut(school: School, ada: Visitor, slug: Slug): Promise<Visitor> {
  const cleo = await school.signIn('cleo');
  const named = await ada.ask('POST', apiPaths.organizers(slug), { ref: 'subject:cleo' });
  const { organizers } = RoomView.parse(named.body);
  const cleoId = PersonId.parse(organizers.find(({ name }) => name === 'Cleo Conti')?.id);
  await ada.ask('DELETE', apiPaths.organizer(slug, cleoId));
  return cleo;
}

const steps = fc.array(
  fc.record({
    who: fc.nat(6),
    what: fc.constantFrom(...names),
    passes: fc.constantFrom(0, 0, 60_000, 3_600_000, 7_200_000),
  }),
  { minLength: 5, maxLength: 25 },
);

it.each([true, false])(
  'no sequence of calls yields an owner pass or starts a lesson (one is running: %s)',
  async (isRunning) => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const scene = await openScene(isRunning);
        const { school } = scene;
        for (const { who, what, passes } of all) {
          school.pass(passes);
          const visitor = scene.outsiders[who];
          if (visitor) await attempts[what]?.(visitor, scene);
        }
        const issued = await school.db
          .selectFrom('passIssued')
          .select(['personId', 'affiliation'])
          .execute();
        const lessons = await school.db
          .selectFrom('lesson')
          .select(['openedBy', 'state'])
          .execute();
        const room = await school.db.selectFrom('roomOrganizer').select('personId').execute();
        await school.close();

        const owners = issued.filter(({ affiliation }) => affiliation === 'owner');
        expect(owners.every(({ personId }) => personId === scene.adaId)).toBe(true);
        expect(lessons).toHaveLength(isRunning ? 1 : 0);
        if (isRunning) expect(lessons[0]).toEqual({ openedBy: scene.adaId, state: 'running' });
        else expect(issued).toEqual([]);
        expect(room).toEqual([{ personId: scene.adaId }]);
      }),
      { numRuns: 40 },
    );
  },
  60_000,
);

it('what the body asks for changes nothing about the pass', async () => {
  const scene = await openScene(true);
  const finn = await scene.school.signIn('finn');
  const { body } = await finn.ask('POST', apiPaths.pass(scene.slug), { affiliation: 'owner' });
  expect(Pass.parse(body).affiliation).toBe('member');
  await scene.school.close();
});
