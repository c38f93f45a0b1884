/** The frame that every page of the provider stands in. No script, one stylesheet. */
import { paths } from '../../contract/paths.ts';
import { type Html, html } from './html.ts';
import type { Speech } from './language.ts';

export const stylePath = `${paths.oidc}/style.css`;

/** `mark` is the address of a picture. */
export type School = { name: string; contact: string; mark: string };

export function page(speech: Speech, school: School, title: string, content: Html): string {
  const { lang, dir, say } = speech;
  return html`<!doctype html>
    <html lang="${lang}" dir="${dir}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${school.name}</title>
        <link rel="icon" href="${school.mark}" />
        <link rel="stylesheet" href="${stylePath}" />
      </head>
      <body>
        <main>
          <p class="school">
            <img class="mark" src="${school.mark}" alt="" /><bdi>${school.name}</bdi>
          </p>
          <h1>${title}</h1>
          ${content}
          ${school.contact !== '' && html`<p class="quiet">${say.ask(school.contact)}</p>`}
        </main>
      </body>
    </html>`.html;
}
