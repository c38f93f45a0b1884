import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages } from './languages.ts';

const names = ['shell', 'outside', 'pages', 'admin'] as const;

const joined = (part = '') => [...part.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((m) => m[1]).join('');

/** Sentence → translation, read from the file as it is. */
function readCatalog(tag: string, name: string): Map<string, string> {
  const text = readFileSync(join(import.meta.dirname, tag, `${name}.po`), 'utf8');
  const entry = /msgid ((?:"(?:[^"\\]|\\.)*"\s*)+)msgstr ((?:"(?:[^"\\]|\\.)*"\s*)+)/g;
  return new Map(
    [...text.matchAll(entry)].map(([, id, translation]) => [joined(id), joined(translation)]),
  );
}

/** What a sentence leaves open: `{name}`, `<0>`, and `#` in a plural. */
const holes = (sentence: string) =>
  [...new Set(sentence.match(/\{\w+[},]|<\/?\d+\/?>/g))].toSorted().join(' ');

describe.each(languages.filter(({ tag }) => tag !== 'en'))('$name', ({ tag }) => {
  it('has no catalog that nobody loads', () => {
    const files = readdirSync(join(import.meta.dirname, tag)).filter((file) =>
      file.endsWith('.po'),
    );
    expect(files.toSorted()).toEqual(names.map((name) => `${name}.po`).toSorted());
  });

  it.each(names)('says every sentence of %s, with the same holes', (name) => {
    const translated = readCatalog(tag, name);
    translated.delete('');
    for (const [sentence, translation] of translated) {
      expect(translation, sentence).not.toBe('');
      expect(holes(translation), sentence).toBe(holes(sentence));
    }
    expect([...translated.keys()].toSorted()).toEqual(
      [...readCatalog('en', name).keys()].filter(Boolean).toSorted(),
    );
  });

  // WCAG 2.2, 2.5.3: who says what a button shows must be understood.
  it.each(names)('names things in %s with the words that they show', (name) => {
    const said = readCatalog(tag, name);
    for (const [sentence, translation] of said) {
      if (!/^[^{}]+ \{\w+\}$/.test(sentence)) continue;
      const shown = [...said.keys()].filter((short) => short && sentence.startsWith(`${short} `));
      for (const short of shown.filter((words) => !words.includes('{'))) {
        const words = (said.get(short) ?? '').toLocaleLowerCase(tag);
        expect(translation.toLocaleLowerCase(tag), sentence).toContain(words);
      }
    }
  });

  it.each(names)('has every plural form of the language in %s', (name) => {
    const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
    for (const [sentence, translation] of readCatalog(tag, name)) {
      if (!sentence.includes(', plural,')) continue;
      const needed = forms.filter((form) => !(form === 'zero' && translation.includes('=0')));
      // Romance languages' `many` is for millions.
      const spoken = tag === 'ar' ? needed : needed.filter((form) => form !== 'many');
      for (const form of spoken) expect(translation, sentence).toContain(`${form} {`);
    }
  });
});
