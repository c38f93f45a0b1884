/** What must not stand in the people file: each as a sentence's end, for whoever is at the terminal. */
import { maxLoginLength, maxPasswordLength, minPasswordLength } from '../identity/directory.ts';

/** As many as pages and meetings show. */
const maxNameLength = 100;
const maxGroupLength = 200;
const maxGroups = 200;

/**
 * Signs that nobody sees, or that turn the line around: a name would read as
 * another. The two joiners stay: Persian and Hindi are not written without them.
 */
const unseen = /(?![\u200c\u200d])[\p{C}\p{Zl}\p{Zp}]/u;

export function loginFaults(login: string): string[] {
  return [
    ...(login === '' ? ['no login'] : []),
    ...tooLong('a login', login, maxLoginLength),
    ...unseenIn('the login', login),
  ];
}

export function nameFaults(name: string): string[] {
  return [
    ...(name === '' ? ['no name'] : []),
    ...tooLong('a name', name, maxNameLength),
    ...unseenIn('the name', name),
  ];
}

export function groupFaults(groups: readonly string[]): string[] {
  return [
    ...(groups.length > maxGroups ? [`more than ${maxGroups} groups`] : []),
    ...groups.flatMap((group) => [
      ...tooLong('a group', group, maxGroupLength),
      ...unseenIn('a group', group),
    ]),
  ];
}

export function passwordFaults(password: string): string[] {
  if (password.length < minPasswordLength)
    return [`a password of less than ${minPasswordLength} characters`];
  return tooLong('a password', password, maxPasswordLength);
}

const tooLong = (what: string, text: string, max: number): string[] =>
  text.length > max ? [`${what} of more than ${max} characters`] : [];

function unseenIn(what: string, text: string): string[] {
  const sign = unseen.exec(text)?.[0].codePointAt(0);
  if (sign === undefined) return [];
  const code = sign.toString(16).toUpperCase().padStart(4, '0');
  return [`a sign in ${what} that nobody sees (U+${code})`];
}
