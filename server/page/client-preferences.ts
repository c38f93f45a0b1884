/** Who reads the page: in which languages, best first, and in which theme. */
import { parse } from 'hono/utils/cookie';

export type ClientPreferences = { languages: readonly string[]; theme: 'light' | 'dark' | null };

/** From what the browser remembers (src/ui/preferences.ts) and what it asks for. */
export function clientPreferencesOf(
  cookies: string | undefined,
  acceptLanguage: string | undefined,
): ClientPreferences {
  const { 'homeroom-language': remembered, 'homeroom-theme': theme } = parse(cookies ?? '');
  return {
    languages: [...(remembered ? [remembered] : []), ...languagesIn(acceptLanguage ?? '')],
    theme: theme === 'light' || theme === 'dark' ? theme : null,
  };
}

/** `de-AT,de;q=0.9,en;q=0.8` as `de, de, en`: only the language itself counts (RFC 9110 12.5.4). */
function languagesIn(header: string): string[] {
  const wishes = header.split(',').map((wish) => {
    const [tag = '', ...parameters] = wish.trim().toLowerCase().split(';');
    const weight = parameters.find((parameter) => parameter.trim().startsWith('q='));
    return { tag: tag.split('-')[0] ?? '', weight: Number(weight?.trim().slice(2) ?? 1) };
  });
  return wishes
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}
