/** The page that asks for the password. */
import { paths } from '../../contract/paths.ts';
import type { SamplePerson } from '../sample-people.ts';
import { maxLoginLength, maxPasswordLength } from '../directory.ts';
import { type Html, html } from './html.ts';
import { type School, page } from './layout.ts';
import type { Speech } from './language.ts';

export type SignInView = {
  speech: Speech;
  school: School;
  login: string;
  /** The sentence that says why it did not work. */
  refusal: string | null;
  samples: readonly SamplePerson[];
};

export function signInPage({ speech, school, login, refusal, samples }: SignInView): string {
  const { say } = speech;
  return page(
    speech,
    school,
    say.signIn,
    html`${refusal !== null && alert(refusal)}
      <form method="post">
        <label for="login">${say.login}</label>
        <input
          id="login"
          name="login"
          value="${login}"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          maxlength="${maxLoginLength}"
          dir="auto"
          required
          ${login === '' ? autofocus : null}
        />
        <label for="password">${say.password}</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          maxlength="${maxPasswordLength}"
          required
          ${refusal !== null && describedByAlert}
          ${login === '' ? null : autofocus}
        />
        <button>${say.signIn}</button>
      </form>
      <p><a href="${paths.home}">${say.back}</a></p>
      ${samples.length > 0 && sampleList(say.samples, samples)}`,
  );
}

const autofocus = html`autofocus`;

/** Where the focus goes after a refusal, screen readers say why. */
export const describedByAlert = html`aria-describedby="alert"`;

export const alert = (sentence: string): Html =>
  html`<p class="alert" id="alert" role="alert">${sentence}</p>`;

function sampleList(title: string, samples: readonly SamplePerson[]): Html {
  return html`<details>
    <summary>${title}</summary>
    <ul dir="ltr">
      ${samples.map(
        ({ login, password, name, note }) =>
          html`<li><code>${login}</code> / <code>${password}</code> – ${name}, ${note}</li>`,
      )}
    </ul>
  </details>`;
}
