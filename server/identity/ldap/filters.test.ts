import * as fc from 'fast-check';
import { AndFilter, EqualityFilter, FilterParser } from 'ldapts';
import { describe, expect, it } from 'vitest';
import { bindNameOf } from './direct-bind.ts';
import { isBelow } from './dn.ts';
import { byLogin, bySubject } from './filters.ts';

const people = {
  base: 'ou=people,dc=example',
  filter: '(objectClass=person)',
  loginAttributes: ['uid'],
  nameAttributes: ['cn'],
  idAttribute: 'entryUUID',
  memberUidAttribute: 'uid',
};

/** Text as people type it, and text as attackers do. */
const typed = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'*()\\&|!=,+"<>;# \0aü'.split('')) }),
);

describe('whatever is typed as a login', () => {
  it('is one value of one filter', () => {
    fc.assert(
      fc.property(
        typed.filter((login) => login !== ''),
        (login) => {
          const filter = byLogin(people, 'uid', login);
          const [, one, ...others] = filter instanceof AndFilter ? filter.filters : [];
          expect(others).toEqual([]);
          expect(one).toEqual(new EqualityFilter({ attribute: 'uid', value: login }));
          // As text, for whoever logs it, it is one filter, too.
          expect(FilterParser.parseString(String(filter))).toBeInstanceOf(AndFilter);
        },
      ),
    );
  });

  it('is one value of one DN, below the same base', () => {
    fc.assert(
      fc.property(
        typed.filter((login) => login !== ''),
        (login) => {
          const name = bindNameOf(`uid={login},${people.base}`, login);
          expect(isBelow(name, people.base)).toBe(true);
          const value = name.slice('uid='.length, -`,${people.base}`.length);
          expect(value.replaceAll(/\\[0-9a-f]{2}/g, '')).not.toMatch(/[\\,+"<>;=#\0]/);
        },
      ),
    );
  });
});

it('asks Active Directory for an id by its bytes, and for nothing that is none', () => {
  const active = { ...people, idAttribute: 'objectGUID' };
  const filter = bySubject(active, '3f2504e0-4f89-11d3-9a0c-0305e82c3301');
  const [, byId] = filter instanceof AndFilter ? filter.filters : [];
  // A text would be sent as UTF-8, and every byte above 127 as two.
  const value = Buffer.from('e004253f894fd3119a0c0305e82c3301', 'hex');
  expect(byId).toEqual(new EqualityFilter({ attribute: 'objectGUID', value }));
  expect(bySubject(active, '*')).toBeNull();
});
