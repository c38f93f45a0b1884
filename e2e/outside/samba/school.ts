/** A school in Active Directory, as its administrators build one: people of every kind, groups in groups. */
export const base = 'DC=school,DC=example';
const schoolBase = `OU=School,${base}`;

export const service = { dn: `CN=homeroom,OU=Services,${base}`, login: 'homeroom' };
export const administrator = { dn: `CN=Administrator,CN=Users,${base}`, password: 'Root Secret 1' };

/** Wrong passwords in a row that lock an account. */
export const lockoutAfter = 10;

/** Everybody's password is `LOGIN Secret 1`. */
export const passwordOf = (login: string): string => `${login} Secret 1`;

/** `cn` may have a comma, as Active Directory's own tools like to write names. */
export const personDn = (cn: string): string =>
  `CN=${cn.replaceAll(',', '\\,')},OU=People,${schoolBase}`;
export const groupDn = (cn: string): string =>
  `CN=${cn.replaceAll(',', '\\,')},OU=Groups,${schoolBase}`;

const unit = (name: string, place: string) => `dn: OU=${name},${place}
objectClass: organizationalUnit
`;

/** Passwords go in as quoted UTF-16 (MS-ADTS 3.1.1.3.1.5). */
const password = (text: string) =>
  `unicodePwd:: ${Buffer.from(`"${text}"`, 'utf16le').toString('base64')}`;

const enabled = 512;
const disabled = 514;
/** A copy of the domain may be kept for years: its people's passwords must not grow old. */
const neverExpires = 65_536;

type Person = { login: string; cn: string; control?: number; more?: string };

const account = (dn: string, { login, control, more }: Omit<Person, 'cn'>) => `dn: ${dn}
objectClass: user
sAMAccountName: ${login}
userPrincipalName: ${login}@school.example
userAccountControl: ${control ?? enabled + neverExpires}
${password(passwordOf(login))}
${more ?? ''}
`;

const person = ({ cn, ...rest }: Person) => account(personDn(cn), rest);

const group = (cn: string, members: readonly string[]) => `dn: ${groupDn(cn)}
objectClass: group
sAMAccountName: ${cn.replaceAll(',', '')}
${members.map((member) => `member: ${member}`).join('\n')}
`;

const people: readonly Person[] = [
  { login: 'ada', cn: 'Adler, Ada', more: 'displayName: Ada Adler\nmail: ada@school.example' },
  { login: 'bo', cn: 'Bo Berg' },
  { login: 'cleo', cn: 'Cleo Conti' },
  { login: 'finn', cn: 'Finn Fischer' },
  { login: 'gül', cn: 'Gül Güneş' },
  { login: 'guessed', cn: 'Gina Guessed' },
  { login: 'locked', cn: 'Lola Locked' },
  // Of one family, with one address for both.
  { login: 'twin1', cn: 'Tia Twin', more: 'mail: twins@school.example' },
  { login: 'twin2', cn: 'Tom Twin', more: 'mail: twins@school.example' },
  { login: 'off', cn: 'Olga Off', control: disabled + neverExpires },
  // The first of January 2020, in tenths of microseconds since 1601.
  { login: 'over', cn: 'Otto Over', more: 'accountExpires: 132223104000000000' },
  { login: 'first', cn: 'Fritz First', control: enabled, more: 'pwdLastSet: 0' },
  { login: 'old', cn: 'Oda Old', control: enabled },
  // May sign in at no hour of the week, and from one computer only.
  { login: 'hours', cn: 'Hugo Hours', more: `logonHours:: ${'A'.repeat(28)}` },
  { login: 'place', cn: 'Pia Place', more: 'userWorkstations: PC-OF-PIA' },
];

export const ldif = [
  unit('Services', base),
  unit('School', base),
  unit('People', schoolBase),
  unit('Groups', schoolBase),
  account(service.dn, { login: service.login }),
  ...people.map(person),
  group('algebra', [personDn('Cleo Conti')]),
  group('maths', [personDn('Bo Berg'), groupDn('algebra')]),
  group('teachers', [
    ...['Adler, Ada', 'Otto Over', 'Olga Off', 'Gina Guessed', 'Lola Locked'].map(personDn),
    groupDn('maths'),
  ]),
  group('Staff, part-time', [personDn('Tia Twin')]),
  group('students', ['Finn Fischer', 'Gül Güneş'].map(personDn)),
  group('class-7a', [personDn('Finn Fischer')]),
  group('class-10b', [personDn('Gül Güneş')]),
]
  .join('\n')
  // An empty line ends an entry: none may stand inside one.
  .replace(/\n{2,}/g, '\n\n');

/** Counted, and locked for half an hour: tenths of microseconds, below zero. */
export const policy = `dn: ${base}
changetype: modify
replace: lockoutThreshold
lockoutThreshold: ${lockoutAfter}
-
replace: lockoutDuration
lockoutDuration: -18000000000
-
replace: lockOutObservationWindow
lockOutObservationWindow: -18000000000
`;
