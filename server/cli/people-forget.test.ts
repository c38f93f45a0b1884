import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashPassword } from '../identity/password.ts';
import { changePeople, newPersonId } from '../identity/people-file.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { ids } from '../contract/testing/ids.ts';
import { addRoom, addSession, databaseWith, dump } from './testing/people-seen.ts';
import { runPeople } from './testing/run-people.ts';

const issuer = 'https://school.example/homeroom/oidc';

let dir: string;
let db: Database;
let subject: string;
const at = (name: string) => join(dir, name);

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'people-forget-'));
  subject = newPersonId();
  const password = await hashPassword('long enough');
  const anna = { id: subject, login: 'anna', name: 'Anna', groups: [], password };
  await changePeople(at('people.json'), () => [anna]);
  db = await databaseWith(at('db'), issuer, { 'person-anna': subject, 'person-bert': 'other' });
  await addRoom(db, 'shared', ['person-anna', 'person-bert']);
  await addSession(db, 'person-anna');
});
afterEach(async () => {
  await db.destroy();
  await rm(dir, { recursive: true });
});

const run = (args: string[], stdin = '') => {
  const env = { HOMEROOM_URL: 'https://school.example', HOMEROOM_PEOPLE_FILE: at('people.json') };
  return runPeople(args, env, stdin, () => openDatabase(at('db')));
};

async function addLesson(state: 'running' | 'ended') {
  await db
    .insertInto('lesson')
    .values({
      id: ids.lesson('lesson'),
      roomId: ids.room('shared'),
      state,
      openedAt: 1,
      openedBy: ids.person('person-anna'),
      toldAt: 1,
      runningSince: 1,
      deadlineAt: null,
      maxEndsAt: 2,
      endedAt: null,
      endReason: null,
      isClosedToNewcomers: 0,
    })
    .execute();
  const who = { lessonId: ids.lesson('lesson'), personId: ids.person('person-anna') };
  await db
    .insertInto('lessonPerson')
    .values({ ...who, wasIn: 1, isPromoted: 0, isRemoved: 0 })
    .execute();
  await db
    .insertInto('passIssued')
    .values({
      ...who,
      id: ids.pass('jti'),
      issuedAt: 1,
      expiresAt: 2,
      roomId: ids.room('shared'),
      affiliation: 'owner',
      sessionRef: ids.session('r'),
      voidedAt: null,
    })
    .execute();
}

describe('homeroom people forget', () => {
  it('leaves nothing of a person anywhere, and the rest alone', async () => {
    await addLesson('ended');
    expect(await dump(db)).toContain('person-anna');
    expect(await run(['forget', 'anna'], 'forget\n')).toMatchObject({ code: 0 });
    const left = await dump(db);
    expect(left).not.toContain('person-anna');
    expect(left).not.toContain(subject);
    expect(left).toContain('Room shared');
    expect(left).toContain('person-bert');
  });

  it('changes nothing without the word', async () => {
    const before = await dump(db);
    expect(await run(['forget', 'anna'], 'yes\n')).toMatchObject({ code: 1 });
    expect(await dump(db)).toBe(before);
  });

  it('leaves no room without an organizer, unless that is wanted', async () => {
    await addRoom(db, 'own', ['person-anna']);
    const refused = await run(['forget', 'anna', '--yes']);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.err).toContain('Room own');
    expect(refused.err).not.toContain('Room shared');
    expect(await run(['forget', 'anna', '--yes', '--delete-rooms'])).toMatchObject({ code: 0 });
    expect(await dump(db)).not.toContain('Room own');
  });

  it('waits for the end of a lesson', async () => {
    await addLesson('running');
    const { code, err } = await run(['forget', 'anna', '--yes']);
    expect(code).toBe(1);
    expect(err).toContain('in a lesson');
  });

  it('finds somebody who left the directory by the id', async () => {
    await changePeople(at('people.json'), () => []);
    expect((await run(['forget', 'anna', '--yes'])).err).toContain('use --id');
    expect(await run(['forget', '--id', 'person-anna', '--yes'])).toMatchObject({ code: 0 });
    expect(await run(['forget', '--id', 'person-anna', '--yes'])).toMatchObject({ code: 1 });
  });
});
