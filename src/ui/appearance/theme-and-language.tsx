import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { speak } from '../../locales/catalogs.ts';
import { languageOf, languages } from '../../locales/languages.ts';
import { SelectField } from '../choice-field.tsx';
import styles from './theme-and-language.module.css';
import { rememberedTheme, rememberLanguage, rememberTheme, type Theme } from '../preferences.ts';

/** Language and theme: at the front door and in the menu. */
export const ThemeAndLanguage = () => (
  <div className={styles['form']}>
    <LanguageField />
    <ThemeField />
  </div>
);

function LanguageField() {
  const { t, i18n } = useLingui();
  return (
    <SelectField
      label={t`Language`}
      value={i18n.locale}
      onChange={({ target }) => {
        const language = languageOf(target.value);
        if (!language) return;
        rememberLanguage(language);
        void speak(language);
      }}
    >
      {languages.map(({ tag, name }) => (
        <option key={tag} value={tag} lang={tag}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

function ThemeField() {
  const { t } = useLingui();
  const [theme, setTheme] = useState(rememberedTheme);
  const names: Record<Theme, string> = {
    system: t`Like the device`,
    light: t`Light`,
    dark: t`Dark`,
  };
  return (
    <SelectField
      label={t`Appearance`}
      value={theme}
      onChange={({ target }) => {
        const chosen = themes.find((one) => one === target.value) ?? 'system';
        setTheme(chosen);
        rememberTheme(chosen);
      }}
    >
      {themes.map((one) => (
        <option key={one} value={one}>
          {names[one]}
        </option>
      ))}
    </SelectField>
  );
}

const themes = ['system', 'light', 'dark'] as const;
