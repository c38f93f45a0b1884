import { expect, it } from 'vitest';
import { escapeDnValue, isBelow } from './dn.ts';
import { guidBytes, guidText, personOf } from './entry.ts';

// The example of Microsoft's documentation of objectGUID, as text and as it is stored.
const text = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
const bytes = Buffer.from('e004253f894fd3119a0c0305e82c3301', 'hex');

it('reads Active Directory’s id as text, and back', () => {
  expect(guidText(bytes)).toBe(text);
  expect(guidBytes(text)).toEqual(bytes);
  expect(guidBytes('*')).toBeUndefined();
  const people = {
    base: '',
    filter: '',
    loginAttributes: ['sAMAccountName'],
    nameAttributes: ['displayName', 'cn'],
    idAttribute: 'objectGUID',
    memberUidAttribute: 'uid',
  };
  const entry = { dn: 'cn=a', objectGUID: bytes, samaccountname: 'a', cn: ['A.'], displayName: [] };
  expect(personOf(entry, people)).toMatchObject({ subject: text, login: 'a', name: 'A.' });
  expect(personOf({ ...entry, objectGUID: [] }, people)).toBeNull();
});

it.each([
  ['cn=teachers,ou=groups,dc=example', true],
  ['CN=Teachers, OU=Groups, DC=Example', true],
  ['ou=groups,dc=example', true],
  ['cn=teachers,ou=clubs,dc=example', false],
  ['cn=x\\,ou=groups,dc=example', false],
  ['cn=x\\\\,ou=groups,dc=example', true],
  ['cn=x,xou=groups,dc=example', false],
  ['dc=example', false],
  ['', false],
])('tells what is below the base: %s', (dn, expected) => {
  expect(isBelow(dn, 'ou=groups,dc=example')).toBe(expected);
});

it.each([
  ['anna', 'anna'],
  ['anna,ou=people', 'anna\\2cou\\3dpeople'],
  [' a\\ ', '\\20a\\5c\\20'],
  ['gül', 'gül'],
])('lets no login end a DN: %j', (login, escaped) => {
  expect(escapeDnValue(login)).toBe(escaped);
});
