/** Which language a page speaks: what the request asks for, then what the browser prefers. */
import { type Language, type Sentences, catalogs } from './sentences.ts';

export type Speech = { lang: Language; dir: 'ltr' | 'rtl'; say: Sentences };

const isSpoken = (tag: string): tag is Language => Object.hasOwn(catalogs, tag);

/** `uiLocales`: OpenID Connect Core 3.1.2.1, separated by spaces. */
export function chooseLanguage(acceptLanguage: string | undefined, uiLocales?: unknown): Speech {
  const asked = typeof uiLocales === 'string' ? uiLocales.split(' ') : [];
  const wanted = [...asked, ...byPreference(acceptLanguage ?? '')].map(primary);
  const lang = wanted.find(isSpoken) ?? 'en';
  return { lang, dir: lang === 'ar' ? 'rtl' : 'ltr', say: catalogs[lang] };
}

const primary = (tag: string) => (tag.split('-')[0] ?? '').trim().toLowerCase();

function byPreference(header: string): string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', q] = part.split(';q=');
      return { tag, q: q === undefined ? 1 : Number(q) };
    })
    .filter(({ q }) => q > 0)
    .sort((one, other) => other.q - one.q)
    .map(({ tag }) => tag);
}
