/** Whether a login and a password belong together, asked of the directory itself. */
import type { MayTry, SignInAnswer } from '../directory.ts';
import { accountOf, ambiguity, findByLogin } from './account.ts';
import { closedBy } from './entry.ts';
import type { Connections } from './connection.ts';
import { bindNameOf, findOwn } from './direct-bind.ts';
import { type Refusal, tryPassword } from './password-check.ts';
import type { ServiceConnection } from './service-connection.ts';
import type { LdapSettings } from './settings.ts';
import { spelledOnce } from './spelling.ts';

type Directly = { settings: LdapSettings; connections: Connections; clock: () => number };

export type SignIn = (login: string, password: string, mayTry: MayTry) => Promise<SignInAnswer>;

/** Throws when the directory cannot be asked. */
export function createSignIn(
  settings: LdapSettings,
  connections: Connections,
  service: ServiceConnection | null,
  clock: () => number,
): SignIn {
  const directly = { settings, connections, clock };
  return service
    ? (login, password, mayTry) => checkFound({ ...directly, service }, login, password, mayTry)
    : (login, password, mayTry) => checkDirectly(directly, login, password, mayTry);
}

/** With a service account: the person first, then the password. */
async function checkFound(
  { settings, connections, clock, service }: Directly & { service: ServiceConnection },
  login: string,
  password: string,
  mayTry: MayTry,
): Promise<SignInAnswer> {
  const found = await service.ask((client) => findByLogin(client, settings, login));
  const person = found.kind === 'found' ? found.person : null;
  if (!mayTry(person?.subject ?? spelledOnce(login), person !== null)) return { kind: 'not-now' };
  if (found.kind === 'ambiguous') return { kind: 'ambiguous', cause: ambiguity(login, found) };
  if (!person) return { kind: 'refused' };
  // As the DN that was found: a name made from the login might be another account's.
  const { verdict } = await tryPassword(connections, person.dn, password, async () => undefined);
  if (verdict.kind !== 'accepted') return answerOf(verdict.kind);
  const closed = closedBy(person, clock());
  if (closed !== null) return answerOf(closed);
  const account = await service.ask((client) => accountOf(client, settings, person));
  return { kind: 'signed-in', account };
}

/** Without one: the password first, and the person looks itself up. */
async function checkDirectly(
  { settings, connections, clock }: Directly,
  login: string,
  password: string,
  mayTry: MayTry,
): Promise<SignInAnswer> {
  const name = bindNameOf(settings.bindPattern ?? '', login);
  if (!mayTry(spelledOnce(login))) return { kind: 'not-now' };
  const tried = await tryPassword(connections, name, password, async (client) => {
    const person = await findOwn(client, settings, name, login);
    return person && { person, account: await accountOf(client, settings, person) };
  });
  if (tried.verdict.kind !== 'accepted') return answerOf(tried.verdict.kind);
  const own = 'value' in tried ? tried.value : null;
  if (!own) {
    const cause = `${name} may not read its own entry below the people base, or is not one of the people`;
    return { kind: 'unreachable', cause };
  }
  const closed = closedBy(own.person, clock());
  return closed === null ? { kind: 'signed-in', account: own.account } : answerOf(closed);
}

/** What the person may learn: of a lock nothing, since a guesser would learn it too. */
function answerOf(verdict: Refusal['kind']): SignInAnswer {
  switch (verdict) {
    case 'wrong':
    case 'locked':
      return { kind: 'refused' };
    case 'must-change':
      return { kind: 'change-elsewhere' };
    case 'disabled':
    case 'over':
    case 'wrong-time':
    case 'wrong-computer':
    case 'expired':
      return { kind: verdict };
    default:
      return verdict satisfies never;
  }
}
