/**
 * What this browser was told to remember: the language and the theme. In
 * cookies, so that the server can write both into the page and nothing flickers.
 */
import { chooseLanguage, type Language, languageOf } from '../locales/languages.ts';

export type Theme = 'system' | 'light' | 'dark';

const yearInSeconds = 31_536_000;

export const rememberedLanguage = (): Language =>
  languageOf(cookie('homeroom-language')) ?? chooseLanguage(navigator.languages);

export const rememberLanguage = ({ tag }: Language) => remember('homeroom-language', tag);

export function rememberedTheme(): Theme {
  const theme = cookie('homeroom-theme');
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

export function rememberTheme(theme: Theme): void {
  remember('homeroom-theme', theme);
  showTheme(theme);
}

export function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

function cookie(name: string): string | undefined {
  const prefix = `${name}=`;
  return document.cookie
    .split('; ')
    .find((pair) => pair.startsWith(prefix))
    ?.slice(prefix.length);
}

function remember(name: string, value: string): void {
  document.cookie = `${name}=${value}; Path=/; Max-Age=${yearInSeconds}; SameSite=Lax`;
}
