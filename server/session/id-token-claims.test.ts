import { describe, expect, it } from 'vitest';
import { groupsIn, nameIn } from './id-token-claims.ts';

const plain = {
  groupsClaim: 'groups',
  groupNames: new Map<string, string>(),
  groupsSeparator: null,
};
const at = (groupsClaim: string) => ({ ...plain, groupsClaim });

describe('groups', () => {
  it.each<[string, object, string, string[] | null]>([
    ['in a list', { groups: ['teachers', '7a'] }, 'groups', ['teachers', '7a']],
    ['as one bare string', { groups: 'teachers' }, 'groups', ['teachers']],
    ['named with spaces', { groups: 'fans of teachers' }, 'groups', ['fans of teachers']],
    ['named with a comma', { groups: 'cn=fans,teachers' }, 'groups', ['cn=fans,teachers']],
    ['named with a semicolon', { groups: 'fans;teachers' }, 'groups', ['fans;teachers']],
    ['as a bare string of nothing', { groups: ' ' }, 'groups', []],
    ['as roles of a realm', { realm_access: { roles: ['x'] } }, 'realm_access.roles', ['x']],
    [
      'as roles of a client',
      { resource_access: { hr: { roles: ['x'] } } },
      'resource_access.hr.roles',
      ['x'],
    ],
    [
      'under an address',
      { 'https://school.example/groups': ['x'] },
      'https://school.example/groups',
      ['x'],
    ],
    ['twice', { groups: ['x', 'x'] }, 'groups', ['x']],
    ['none', { groups: [] }, 'groups', []],
    ['not sent', {}, 'groups', null],
    ['null', { groups: null }, 'groups', null],
    ['of other kinds', { groups: [1, { name: 'teachers' }, 'x'] }, 'groups', ['x']],
    ['a number', { groups: 7 }, 'groups', []],
    ['an object', { groups: { teachers: true } }, 'groups', []],
    ['where the path leads through a string', { realm_access: 'x' }, 'realm_access.length', null],
    ['where the path leads through nothing', { realm_access: null }, 'realm_access.roles', null],
    ['named null', { groups: 'class null b' }, 'groups', ['class null b']],
    ['of the prototype', {}, 'constructor.name', null],
  ])('%s', (_, claims, path, groups) => {
    expect(groupsIn({ ...claims }, at(path))).toEqual(groups);
  });

  it.each([
    [';', 'class-Kurs Ma 1; teachers,;', ['class-Kurs Ma 1', 'teachers,']],
    [',', 'a, b;c', ['a', 'b;c']],
    ['|', 'a|b c', ['a', 'b c']],
    [' ', 'a  b', ['a', 'b']],
  ])('in one string are separated at %j where the school says so', (separator, text, groups) => {
    expect(groupsIn({ groups: text }, { ...plain, groupsSeparator: separator })).toEqual(groups);
  });

  it('in a list are never taken apart', () => {
    const claims = { groups: ['fans of;teachers'] };
    expect(groupsIn(claims, { ...plain, groupsSeparator: ';' })).toEqual(['fans of;teachers']);
  });

  it('are called by the names of the list, and the rest as they are', () => {
    const groupNames = new Map([['3f25', 'teachers']]);
    expect(groupsIn({ groups: ['3f25', 'x'] }, { ...plain, groupNames })).toEqual([
      'teachers',
      'x',
    ]);
  });
});

describe('a name', () => {
  it.each([
    [{ name: 'Ada Adler', preferred_username: 'ada' }, 'Ada Adler'],
    [{ given_name: 'Ada', family_name: 'Adler' }, 'Ada Adler'],
    [{ given_name: 'Ada', preferred_username: 'ada' }, 'ada'],
    [{ family_name: 'Adler', preferred_username: 'ada' }, 'ada'],
    [{ given_name: 7, family_name: {}, preferred_username: 'ada' }, 'ada'],
    [{ name: ' ', preferred_username: 'ada' }, 'ada'],
    [{ name: 7, email: 'ada@school.example' }, 'ada@school.example'],
    [{ name: '\u202e', preferred_username: 'ada' }, 'ada'],
    [{ name: 'Ada\u202e' }, 'Ada'],
    [{}, null],
  ])('of %j', (claims, name) => {
    expect(nameIn(claims)).toBe(name);
  });
});
