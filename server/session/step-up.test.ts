/** A sign-in that was made for one action serves this action, in this session, once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiPaths } from '../contract/paths.ts';
import { Problem } from '../contract/problem.ts';
import { SignInStart, StepUp, type StepUpAction } from '../contract/session.ts';
import { ids } from '../contract/testing/ids.ts';
import { openSchool, people, type School } from '../testing/school.ts';
import { issuer } from '../testing/test-provider.ts';
import type { Answer, Visitor } from '../testing/visitor.ts';

let school: School;
let desk: Visitor;
let slug: string;

beforeEach(async () => {
  // Every start asks for the password.
  school = await openSchool({ settings: { HOMEROOM_ORGANIZER_SIGN_IN_MAX_AGE: '0' } });
  desk = await school.signIn('ada');
  ({ slug } = await school.createRoom(desk, 'Maths', ['7a']));
});
afterEach(() => school.close());

const said = ({ status, body }: Answer) =>
  status < 400 ? String(status) : `${status} ${Problem.parse(body).code}`;

const start = async (visitor: Visitor) =>
  said(await visitor.ask('POST', apiPaths.lesson(slug), {}));

async function askFor(
  visitor: Visitor,
  action: StepUpAction = { kind: 'start-lesson', slug: ids.slug(slug) },
) {
  const { body } = await visitor.ask('POST', apiPaths.stepUp, { action });
  return StepUp.parse(body).id;
}

/** @returns the nonce, or the refusal */
async function begin(visitor: Visitor, stepUp: string): Promise<string> {
  const begun = await visitor.ask('POST', apiPaths.signIn, { stepUp });
  return begun.status < 400 ? SignInStart.parse(begun.body).nonce : said(begun);
}

async function comeBack(visitor: Visitor, nonce: string, who: 'ada' | 'bo' = 'ada') {
  const authTime = Math.floor(school.now() / 1000);
  const idToken = await school.provider.idToken(people[who], nonce, authTime);
  return said(await visitor.ask('POST', apiPaths.session, { idToken, iss: issuer }));
}

const met = async (visitor: Visitor, action?: StepUpAction) =>
  comeBack(visitor, await begin(visitor, await askFor(visitor, action)));

describe('a step-up', () => {
  it('is needed, serves one start, and no second', async () => {
    expect(await start(desk)).toBe('401 recent-sign-in-required');
    expect(await met(desk)).toBe('201');
    expect(await start(desk)).toBe('200');
    await desk.ask('POST', apiPaths.lessonAction(slug, 'end'), {});
    expect(await start(desk)).toBe('401 recent-sign-in-required');
  });

  it('that was met serves no other session, not even the same person’s', async () => {
    const tablet = await school.signIn('ada');
    expect(await met(desk)).toBe('201');
    expect(await start(tablet)).toBe('401 recent-sign-in-required');
    expect(await start(desk)).toBe('200');
  });

  it('serves no other action, nor another room', async () => {
    const art = await school.createRoom(desk, 'Art', []);
    await met(desk, { kind: 'delete-room', slug: ids.slug(slug) });
    await met(desk, { kind: 'start-lesson', slug: art.slug });
    expect(await start(desk)).toBe('401 recent-sign-in-required');
  });

  it('of another session is not begun, not even by the same person', async () => {
    const tablet = await school.signIn('ada');
    expect(await begin(tablet, await askFor(desk))).toBe('400 sign-in-outdated');
  });

  it('is not begun without a session, and a made-up one not at all', async () => {
    expect(await begin(school.visitor(), await askFor(desk))).toBe('400 sign-in-outdated');
    expect(await begin(desk, 'made-up')).toBe('400 sign-in-outdated');
    expect(await begin(school.visitor(), 'made-up')).toBe('400 sign-in-outdated');
  });

  it('that comes back to another session of this browser is not met', async () => {
    const nonce = await begin(desk, await askFor(desk));
    const first = desk.cookie('__Host-homeroom') ?? '';
    // Somebody takes the cookie of another session into the same browser.
    const tablet = await school.signIn('ada');
    desk.setCookie('__Host-homeroom', tablet.cookie('__Host-homeroom') ?? '');
    expect(await comeBack(desk, nonce)).toBe('400 sign-in-outdated');
    expect(await start(desk)).toBe('401 recent-sign-in-required');
    desk.setCookie('__Host-homeroom', first);
    expect(await start(desk)).toBe('401 recent-sign-in-required');
  });

  it('that was met once is not met again', async () => {
    const id = await askFor(desk);
    const [one, two] = [await begin(desk, id), await begin(desk, id)];
    expect(await comeBack(desk, one)).toBe('201');
    expect(await comeBack(desk, two)).toBe('400 sign-in-outdated');
    expect(await start(desk)).toBe('200');
  });

  it('that somebody else meets leaves the session as it was', async () => {
    const nonce = await begin(desk, await askFor(desk));
    expect(await comeBack(desk, nonce, 'bo')).toBe('403 sign-in-other-person');
    expect(await start(desk)).toBe('401 recent-sign-in-required');
  });
});
