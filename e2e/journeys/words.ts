/** What Homeroom says in a language, looked up by the sentence in English. */
import { readFileSync } from 'node:fs';
import { setupI18n } from '@lingui/core';
import { formatter } from '@lingui/format-po';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { catalogs, type Language, type Sentences } from '../../server/identity/pages/sentences.ts';
import { textsFor } from '../../src/practice/texts.ts';

export type Words = {
  /** A sentence of the pages, with what stands in its holes. @throws {Error} for one that no page says */
  say(sentence: string, holes?: Record<string, string>): string;
  /** Those of the page that asks for the password. */
  signIn: Sentences;
  /** What the practice meeting adds to one's own name. */
  you: string;
};

export async function wordsOf(language: Language): Promise<Words> {
  const translations = Object.assign({}, ...(await Promise.all(names.map(read(language)))));
  const i18n = setupI18n({ locale: language, messages: { [language]: translations } });
  return {
    say(sentence, holes) {
      if (!Object.hasOwn(translations, sentence)) throw new Error(`No page says “${sentence}”`);
      return i18n._(sentence, holes);
    },
    signIn: catalogs[language],
    you: textsFor(language).texts.you,
  };
}

const names = ['shell', 'outside', 'pages', 'admin'] as const;
const { parse } = formatter();

/** Sentence → translation. */
const read = (locale: Language) => async (name: (typeof names)[number]) => {
  const file = new URL(`../../src/locales/${locale}/${name}.po`, import.meta.url);
  const context = { locale, sourceLocale: 'en', filename: file.pathname };
  const catalog = await parse(readFileSync(file, 'utf8'), context);
  return Object.fromEntries(
    Object.values(catalog).map(({ message = '', translation }) => [
      message,
      compileMessage(translation || message),
    ]),
  );
};
