import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addRoom,
  addSession,
  databaseWith,
  dump,
} from '../../../server/cli/testing/people-seen.ts';
import { runPeople } from '../../../server/cli/testing/run-people.ts';
import { hashPassword } from '../../../server/identity/password.ts';
import { changePeople, newPersonId } from '../../../server/identity/people-file.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { groupsBase, peopleBase, service } from './school.ts';
import { type Slapd, startSlapd } from './slapd.ts';

const issuer = 'https://school.example/homeroom/oidc';

let slapd: Slapd;
let dir: string;
const at = (name: string) => join(dir, name);
beforeAll(async () => {
  slapd = await startSlapd();
}, 30_000);
afterAll(() => slapd[Symbol.asyncDispose]());

const subjects = {
  anna: newPersonId(),
  bert: newPersonId(),
  gone: newPersonId(),
  idle: newPersonId(),
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'people-move-'));
  const password = await hashPassword('long enough');
  const names = { anna: 'Frau Adler', bert: 'Somebody Else', gone: 'Gone', idle: 'Idle' };
  await changePeople(at('people.json'), () =>
    Object.entries(names).map(([login, name]) => ({
      id: Object.entries(subjects).find(([one]) => one === login)?.[1] ?? '',
      login,
      name,
      groups: [],
      password,
    })),
  );
  const { anna, bert, gone } = subjects;
  const db = await databaseWith(at('db'), issuer, { annaId: anna, bertId: bert, goneId: gone });
  await addRoom(db, 'maths', ['annaId']);
  await addSession(db, 'annaId');
  await db.destroy();
  return () => rm(dir, { recursive: true });
});

function move(args: string[], stdin = '') {
  const env = {
    HOMEROOM_URL: 'https://school.example',
    HOMEROOM_LDAP_URL: slapd.ldapsUrl,
    HOMEROOM_LDAP_CA: slapd.ca,
    HOMEROOM_LDAP_BIND_DN: service.dn,
    HOMEROOM_LDAP_BIND_PASSWORD: service.password,
    HOMEROOM_LDAP_PEOPLE_BASE: peopleBase,
    HOMEROOM_LDAP_GROUPS_BASE: groupsBase,
  };
  return runPeople(['move', '--from', at('people.json'), ...args], env, stdin, () =>
    openDatabase(at('db')),
  );
}

async function read() {
  const db = await openDatabase(at('db'));
  const people = await db
    .selectFrom('person')
    .select(['id', 'issuer', 'subject'])
    .orderBy('id')
    .execute();
  const text = await dump(db);
  await db.destroy();
  return { people, text };
}

describe('homeroom people move', () => {
  it('shows who becomes whom, and keeps everybody’s rooms under the new account', async () => {
    const { code, out } = await move([], 'move\n');
    expect(code).toBe(0);
    expect(out).toContain('anna: Frau Adler → Frau Adler\n');
    expect(out).toContain('bert: Somebody Else → Bert Berg   ← another name');
    expect(out).toContain('gone: Gone has no new account and stays behind');
    expect(out).toContain('idle: never signed in');
    const { people, text } = await read();
    expect(people.find(({ id }) => id === 'annaId')?.subject).toMatch(/^[0-9a-f-]{36}$/);
    expect(people.find(({ id }) => id === 'goneId')?.subject).toBe(subjects.gone);
    expect(text).toContain('"roomId":"maths","personId":"annaId"');
    expect(text).not.toContain('ref annaId');
  });

  it('changes nothing without the word, and nothing twice', async () => {
    const before = await read();
    expect(await move([], 'yes\n')).toMatchObject({ code: 1 });
    expect(await read()).toEqual(before);
    await move(['--yes']);
    const after = await read();
    expect(await move(['--yes'])).toMatchObject({ code: 1 });
    expect(await read()).toEqual(after);
  });

  it('moves to a provider of the school’s own by a list of its subjects', async () => {
    await writeFile(at('list.csv'), 'login;subject\nANNA;f00-ba4\n');
    const target = ['--to-issuer', 'https://id.school.example', '--list', at('list.csv')];
    expect(await move([...target, '--yes'])).toMatchObject({ code: 0 });
    expect((await read()).people).toContainEqual({
      id: 'annaId',
      issuer: 'https://id.school.example',
      subject: 'f00-ba4',
    });
  });

  it('does not overwrite who has signed in with the new account already', async () => {
    const db = await databaseWith(at('db'), 'https://id.school.example', { newAnna: 'f00-ba4' });
    await db.destroy();
    await writeFile(at('list.csv'), 'login,subject\nanna,f00-ba4\n');
    const { code, out } = await move([
      '--to-issuer',
      'https://id.school.example',
      '--list',
      at('list.csv'),
      '--yes',
    ]);
    expect(out).toContain('has signed in with the new account already');
    expect(code).toBe(1);
  });
});
