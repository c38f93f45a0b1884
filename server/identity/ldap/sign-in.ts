/** Whether a login and a password belong together, asked of the directory itself. */
import { type MayTry, sameLogin, type SignInAnswer } from '../directory.ts';
import { accountOf, findByLogin } from './account.ts';
import type { Connections } from './connection.ts';
import { bindNameOf, findOwn } from './direct-bind.ts';
import { type Refusal, tryPassword } from './password-check.ts';
import type { ServiceLine } from './service-line.ts';
import type { LdapSettings } from './settings.ts';

type Directly = { settings: LdapSettings; connections: Connections };

export type SignIn = (login: string, password: string, mayTry: MayTry) => Promise<SignInAnswer>;

/** Throws when the directory cannot be asked. */
export function createSignIn(
  settings: LdapSettings,
  connections: Connections,
  service: ServiceLine | null,
): SignIn {
  return service
    ? (login, password, mayTry) =>
        checkFound({ settings, connections, service }, login, password, mayTry)
    : (login, password, mayTry) =>
        checkDirectly({ settings, connections }, login, password, mayTry);
}

/** With a service account: the person first, then the password. */
async function checkFound(
  { settings, connections, service }: Directly & { service: ServiceLine },
  login: string,
  password: string,
  mayTry: MayTry,
): Promise<SignInAnswer> {
  const person = await service.ask((client) => findByLogin(client, settings, login));
  if (!mayTry(person?.subject ?? withoutMarks(login), person !== null)) return { kind: 'not-now' };
  if (!person) return { kind: 'refused' };
  // As the DN that was found: a name made from the login might be another account's.
  const { verdict } = await tryPassword(connections, person.dn, password, async () => undefined);
  if (verdict.kind !== 'accepted') return answerOf(verdict.kind);
  const account = await service.ask((client) => accountOf(client, settings, person));
  return { kind: 'signed-in', account };
}

/** Without one: the password first, and the person looks itself up. */
async function checkDirectly(
  { settings, connections }: Directly,
  login: string,
  password: string,
  mayTry: MayTry,
): Promise<SignInAnswer> {
  const name = bindNameOf(settings.bindPattern ?? '', login);
  if (!mayTry(withoutMarks(login))) return { kind: 'not-now' };
  const tried = await tryPassword(connections, name, password, async (client) => {
    const person = await findOwn(client, settings, name, login);
    return person && accountOf(client, settings, person);
  });
  if (tried.verdict.kind !== 'accepted') return answerOf(tried.verdict.kind);
  return 'value' in tried && tried.value
    ? { kind: 'signed-in', account: tried.value }
    : {
        kind: 'unreachable',
        cause: `${name} may not read its own entry below the people base, or is not one of the people`,
      };
}

/** Active Directory takes `ädä` for `ada`; nobody may guess on under another spelling. */
const withoutMarks = (login: string) => sameLogin(login.normalize('NFKD').replace(/\p{M}/gu, ''));

/** What the person may learn: of a lock nothing, since a guesser would learn it too. */
function answerOf(verdict: Refusal['kind']): SignInAnswer {
  switch (verdict) {
    case 'wrong':
    case 'locked':
      return { kind: 'refused' };
    case 'disabled':
      return { kind: 'locked' };
    case 'expired':
    case 'must-change':
      return { kind: 'expired' };
    default:
      return verdict satisfies never;
  }
}
