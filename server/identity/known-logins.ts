/**
 * With which login name somebody signed in last, to fill it in when the same person is asked once
 * more. In memory only: after a restart it is typed again.
 */
const maxKept = 20_000;

export type KnownLogins = {
  remember(subject: string, login: string): void;
  of(subject: string): string | null;
};

export function createKnownLogins(): KnownLogins {
  const logins = new Map<string, string>();
  return {
    remember(subject, login) {
      // The one that was used the longest ago goes first.
      logins.delete(subject);
      logins.set(subject, login);
      const [oldest] = logins.keys();
      if (logins.size > maxKept && oldest !== undefined) logins.delete(oldest);
    },
    of: (subject) => logins.get(subject) ?? null,
  };
}
