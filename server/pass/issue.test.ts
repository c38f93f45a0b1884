import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../edge/asking.ts';
import { initialSettings } from '../rooms/rooms.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { createPasses, type PassesDeps, type PassRoom } from './issue.ts';
import { createPassStore } from './passes-store.ts';

const finn: Viewer = {
  personId: 'finn',
  name: 'Finn',
  role: 'student',
  isAdmin: false,
  classes: ['7a'],
  sessionRef: 'session',
  authTime: null,
  isShared: false,
  lingering: null,
};

const roomOf = (classes: readonly string[]): PassRoom => ({
  id: 'room',
  slug: 'maths',
  settings: initialSettings,
  facts: { slug: 'maths', organizerIds: [], classes, isClosedToVisitors: false, isArchived: false },
});

let db: Database;
let revoked: string[];
beforeEach(async () => {
  db = await openDatabase(':memory:');
  revoked = [];
});
afterEach(() => db.destroy());

/** What is so when the pass has been written, whatever was so when it was decided. */
function issueWhen(now: Partial<PassesDeps>) {
  const passes = createPasses({
    store: createPassStore(db),
    sign: () => 'signed',
    issuer: { appId: 'homeroom', xmppDomain: 'meet' },
    grace: 0,
    clock: () => 0,
    onIssued: () => {},
    onUntold: () => {},
    revoke: async (_slug, _lessonId, personId) => void revoked.push(personId),
    findRoom: async () => roomOf(['7a']),
    sessionStands: async () => true,
    findPerson: async () => finn,
    ...now,
  });
  return passes.issue(finn, 'member', roomOf(['7a']), { id: 'lesson', longestAt: 1_000 });
}

const voided = () => db.selectFrom('passIssued').select('voidedAt').execute();

describe('a pass', () => {
  it('is given out when its right still stands', async () => {
    expect(await issueWhen({})).toMatchObject({ affiliation: 'member' });
    expect(await voided()).toEqual([{ voidedAt: null }]);
  });

  it.each<[string, Partial<PassesDeps>]>([
    ['the session has ended', { sessionStands: async () => false }],
    ['the class was withdrawn', { findRoom: async () => roomOf(['7b']) }],
    ['the person has changed class', { findPerson: async () => ({ ...finn, classes: ['7b'] }) }],
    ['the person is gone', { findPerson: async () => null }],
  ])('is taken back when, while it was made, %s', async (_, now) => {
    expect(await issueWhen(now)).toBeNull();
    expect(await voided()).toEqual([{ voidedAt: 0 }]);
    expect(revoked).toEqual(['finn']);
  });

  it('reaches the meeting side before it is void here, and is void here while that is silent', async () => {
    const order: string[] = [];
    const store = createPassStore(db);
    const silent = Promise.reject(new Error('no answer'));
    silent.catch(() => {});
    await issueWhen({
      sessionStands: async () => false,
      revoke: () => {
        order.push('told');
        return silent;
      },
      store: {
        ...store,
        voidThese: async (ids, at) => {
          order.push('void');
          await store.voidThese(ids, at);
        },
      },
    });
    expect(order).toEqual(['told', 'void']);
    expect(await voided()).toEqual([{ voidedAt: 0 }]);
  });
});
