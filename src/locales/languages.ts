/** The languages of the interface. A new one is a line here; docs/accessibility.md says the rest. */
export const languages = [
  { tag: 'en', name: 'English', dir: 'ltr' },
  { tag: 'de', name: 'Deutsch', dir: 'ltr' },
  { tag: 'fr', name: 'Français', dir: 'ltr' },
  { tag: 'es', name: 'Español', dir: 'ltr' },
  { tag: 'ar', name: 'العربية', dir: 'rtl' },
] as const;

export type Language = (typeof languages)[number];

export const languageOf = (tag: string | undefined): Language | undefined =>
  languages.find((language) => language.tag === tag);

/** The first that we speak of those the browser asks for: `de-AT` is met by `de`. */
export function chooseLanguage(wished: readonly string[]): Language {
  for (const wish of wished) {
    const language = languageOf(wish.toLowerCase().split('-')[0]);
    if (language) return language;
  }
  return languages[0];
}
