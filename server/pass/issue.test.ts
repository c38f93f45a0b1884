/** What the database may say in between, which the running app cannot be brought to say. */
import { expect, it } from 'vitest';
import { ids } from '../contract/testing/ids.ts';
import type { Actor } from '../http/auth.ts';
import { initialRules } from '../rooms/rooms.ts';
import { createIssuePass, type IssueTx } from './issue.ts';
import type { PassClaims } from './claims.ts';
import { createPassLimit } from './limit.ts';

const ada = ids.person('ada');
const slug = ids.slug('maths');
const actor: Actor = {
  personId: ada,
  name: 'Ada',
  role: 'teacher',
  isAdmin: false,
  classes: [],
  sessionRef: ids.session('hers'),
  authTime: 0,
  isShared: false,
  lingering: { slug, lastPassUsed: false },
};

/** Who asks has an expired session that lingers in this room. */
function issueWith(isLastPassThere: boolean) {
  const done: string[] = [];
  const tx: IssueTx = {
    passRows: {
      add: async () => void done.push('kept'),
      activeIn: async () => [],
      activeOf: async () => [],
      activeOfSession: async () => [],
      allActive: async () => [],
      voidThese: async () => undefined,
      voidAll: async () => undefined,
      voided: async () => [],
      sweep: async () => undefined,
    },
    authenticate: async () => ({ auth: { kind: 'person', actor }, attending: null }),
    findRoomFor: async () => ({
      id: ids.room('room'),
      slug,
      rules: initialRules,
      facts: {
        slug,
        organizerIds: [ada],
        classes: [],
        isClosedToVisitors: false,
        isArchived: false,
      },
    }),
    findLessonFor: async () => ({
      lesson: { id: ids.lesson('lesson'), maxEndsAt: 1_000 },
      facts: {
        id: ids.lesson('lesson'),
        state: 'running',
        isTold: true,
        isClosedToNewcomers: false,
        wasIn: true,
        isRemoved: false,
      },
    }),
    attend: async () => void done.push('attends'),
    useLastPass: async () => isLastPassThere,
  };
  const told: PassClaims[] = [];
  const issue = createIssuePass({
    transact: (work) => work(tx),
    sign: () => 'signed',
    issuer: { appId: 'homeroom', xmppDomain: 'meet.school.example' },
    grace: 0,
    clock: () => 0,
    onIssued: (claims) => void told.push(claims),
    limit: createPassLimit(() => 0),
  });
  return { done, told, asked: () => issue('cookie', slug) };
}

it('of two pages that ask at once for an expired session’s one pass, one gets none', async () => {
  // On a database that lets transactions run side by side, the other has just used it.
  const { done, told, asked } = issueWith(false);
  expect(await asked()).toEqual({ allowed: false, code: 'session-expired' });
  expect([done, told]).toEqual([[], []]);
});

it('the other one gets it', async () => {
  const { done, told, asked } = issueWith(true);
  expect(await asked()).toMatchObject({ allowed: true, pass: { pass: 'signed', personId: ada } });
  expect(done).toEqual(['attends', 'kept']);
  expect(told).toMatchObject([{ room: slug, context: { user: { id: ada } } }]);
});
