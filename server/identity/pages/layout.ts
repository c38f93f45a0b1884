/** The frame that every page of the provider stands in. No script, one stylesheet. */
import { paths } from '../../contract/paths.ts';
import { type Html, html } from './html.ts';
import type { Speech } from './language.ts';

export const stylePath = `${paths.oidc}/style.css`;

export type School = {
  name: string;
  contact: string;
  /** Address of the school's own logo; `null` where Homeroom's stands. */
  logo: string | null;
  /** Address of the picture on the browser's tab. */
  icon: string;
};

export function page(speech: Speech, school: School, title: string, content: Html): string {
  const { lang, dir, say } = speech;
  return html`<!doctype html>
    <html lang="${lang}" dir="${dir}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${school.name}</title>
        <link rel="icon" href="${school.icon}" />
        <link rel="stylesheet" href="${stylePath}" />
      </head>
      <body>
        <main>
          <p class="school">${logoOf(school)}<bdi>${school.name}</bdi></p>
          <h1>${title}</h1>
          ${content}
          ${school.contact !== '' && html`<p class="quiet">${say.ask(school.contact)}</p>`}
        </main>
      </body>
    </html>`.html;
}

const logoOf = ({ logo }: School): Html =>
  logo === null ? door : html`<img class="logo" src="${logo}" alt="" />`;

/** As in src/ui/logo.tsx; the stylesheet gives it the school's colour. */
const door = html`<svg class="logo" viewBox="0 0 40 40" aria-hidden="true">
  <rect class="ground" width="40" height="40" rx="10" />
  <path class="light" d="M11 32V17a9 9 0 0 1 18 0v15z" />
  <path class="leaf" d="M11 32V17c0-6 3-9 6.5-7.5C20.5 11 22 14 22 18v17z" />
  <circle class="light" cx="19" cy="23" r="1.3" />
</svg>`;
