import { InvalidCredentialsError, InvalidDNSyntaxError, OperationsError } from 'ldapts';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './password-check.ts';

/** As Active Directory words it (MS-ADTS 5.1.1.5, and Windows' own error codes in hexadecimal). */
const active = (code: string) =>
  new InvalidCredentialsError(
    `80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data ${code}, v3839\0`,
  );

describe('why a password is not accepted', () => {
  it.each([
    ['52e', 'wrong'],
    ['525', 'wrong'],
    ['530', 'wrong-time'],
    ['531', 'wrong-computer'],
    ['532', 'expired'],
    ['533', 'disabled'],
    ['701', 'over'],
    ['773', 'must-change'],
    ['775', 'locked'],
    ['999', 'wrong'],
  ])('reads Active Directory’s %s', (code, kind) => {
    expect(refusalOf(active(code), undefined)).toEqual({ kind });
  });

  it.each([
    [0, 'expired'],
    [1, 'locked'],
    [2, 'must-change'],
    [undefined, 'wrong'],
  ])('reads the password policy’s %s', (code, kind) => {
    expect(refusalOf(new InvalidCredentialsError(''), code)).toEqual({ kind });
  });

  it('takes a name that is no DN for a wrong one, and a fault for a fault', () => {
    expect(refusalOf(new InvalidDNSyntaxError(), undefined)).toEqual({ kind: 'wrong' });
    expect(() => refusalOf(new OperationsError('broken'), undefined)).toThrow('broken');
  });
});
