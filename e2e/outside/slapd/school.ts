/** The school in the directory: people of every kind, groups in every way. */
export const base = 'dc=school,dc=example';
export const peopleBase = `ou=people,${base}`;
export const groupsBase = `ou=groups,${base}`;
export const service = { dn: `cn=homeroom,ou=services,${base}`, password: 'service secret' };
export const root = { dn: `cn=root,${base}`, password: 'root secret' };

export const pupils: readonly string[] = Array.from({ length: 30 }, (_, n) => `pupil${n}`);

/** Everybody's password is `LOGIN secret`. */
export const passwordOf = (login: string): string => `${login} secret`;

/** One of them has a DN with a comma in its name, as Active Directory likes to make them. */
const dnOf = (login: string) =>
  login === 'comma' ? `cn=Last\\, First,${peopleBase}` : `uid=${login},${peopleBase}`;

const person = (login: string, name: string, more = '') => `dn: ${dnOf(login)}
objectClass: inetOrgPerson
uid: ${login}
cn: ${name}
sn: ${name}
userPassword: ${passwordOf(login)}
${more}
`;

const group = (
  name: string,
  members: readonly string[],
  place = groupsBase,
) => `dn: cn=${name},${place}
objectClass: groupOfNames
cn: ${name}
${members.map((member) => `member: ${member}`).join('\n')}
`;

const cn = (name: string) => `cn=${name},${groupsBase}`;

const unit = (name: string) => `dn: ou=${name},${base}
objectClass: organizationalUnit
ou: ${name}
`;

const policy = (name: string, more: string) => `dn: cn=${name},ou=policies,${base}
objectClass: person
objectClass: pwdPolicy
cn: ${name}
sn: ${name}
pwdAttribute: userPassword
${more}
`;

export const ldif = [
  `dn: ${base}
objectClass: dcObject
objectClass: organization
dc: school
o: School
`,
  ...['people', 'groups', 'clubs', 'services', 'policies', 'posix'].map(unit),
  policy(
    'default',
    'pwdLockout: TRUE\npwdMaxFailure: 6\npwdFailureCountInterval: 1800\npwdMustChange: TRUE',
  ),
  policy('old', 'pwdMaxAge: 1\npwdGraceAuthNLimit: 0'),
  `dn: ${service.dn}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: homeroom
userPassword: ${service.password}
`,
  person('anna', 'Anna Adler', 'displayName: Frau Adler'),
  person('bert', 'Bert Berg'),
  person('cleo', 'Cleo Conti'),
  person('finn', 'Finn Fischer'),
  person('gül', 'Gül Güneş 👩‍🎓'),
  person('both', 'Both Ways'),
  person('comma', 'Last, First'),
  person('odd*)(uid=anna', 'Odd (Name)'),
  person('outsider', 'Otto Outsider'),
  person('locked', 'Lola Locked'),
  person('old', 'Oda Old', `pwdPolicySubentry: cn=old,ou=policies,${base}`),
  person('new', 'Nils New', 'pwdReset: TRUE'),
  person('guessed', 'Gina Guessed'),
  ...pupils.map((login) => person(login, `Pupil ${login}`)),
  // The members of a group come before it, or memberOf does not know of it. A circle, as in life.
  group('algebra', [dnOf('comma'), cn('maths')]),
  group('maths', [dnOf('bert'), cn('algebra')]),
  group('teachers', [dnOf('anna'), dnOf('both'), cn('maths')]),
  group('students', [...pupils, 'finn', 'gül', 'both'].map(dnOf)),
  group('class-7a', [dnOf('finn'), dnOf('both')]),
  group('class-10b', [dnOf('gül')]),
  // With a Cyrillic letter, and in a place where clubs make their own groups.
  group('tеachers', [dnOf('finn')]),
  group('teachers', [dnOf('outsider'), dnOf('finn')], `ou=clubs,${base}`),
  `dn: cn=teachers,ou=posix,${base}
objectClass: posixGroup
cn: teachers
gidNumber: 1000
memberUid: anna
`,
]
  .join('\n')
  // An empty line ends an entry: none may stand inside one.
  .replace(/\n{2,}/g, '\n\n');
