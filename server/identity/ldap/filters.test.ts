import * as fc from 'fast-check';
import { AndFilter, EqualityFilter, FilterParser, OrFilter } from 'ldapts';
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
          const filter = FilterParser.parseString(byLogin(people, login));
          const [, either] = filter instanceof AndFilter ? filter.filters : [];
          const [one, ...others] = either instanceof OrFilter ? either.filters : [];
          expect(others).toEqual([]);
          expect(one instanceof EqualityFilter && one.attribute).toBe('uid');
          const bytes = one instanceof EqualityFilter ? Buffer.from(one.value) : null;
          expect(bytes).toEqual(Buffer.from(login));
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
  expect(filter).toContain('(objectGUID=\\e0\\04\\25\\3f\\89');
  expect(bySubject(active, '*')).toBeNull();
});
