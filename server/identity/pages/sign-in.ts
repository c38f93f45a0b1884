/** The page that asks for the password. */
import { paths } from '../../contract/paths.ts';
import type { SamplePerson } from '../sample-people.ts';
import { maxLoginLength, maxPasswordLength } from '../directory.ts';
import { type Html, html } from './html.ts';
import { type School, page } from './layout.ts';
import type { Purpose } from '../purpose.ts';
import type { Sentences } from './sentences.ts';
import type { Speech } from './language.ts';

export type SignInView = {
  speech: Speech;
  school: School;
  /** What it is made for; `null`: nothing but signing in. */
  purpose: Purpose | null;
  login: string;
  /** The sentence that says why it did not work. */
  refusal: string | null;
  samples: readonly SamplePerson[];
};

export function signInPage(view: SignInView): string {
  const { speech, school, purpose, login, refusal, samples } = view;
  const { say } = speech;
  return page(
    speech,
    school,
    purpose ? say.once : say.signIn,
    html`${purpose && why(say, purpose)} ${refusal !== null && alert(refusal)}
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
          ${describedBy(purpose, refusal)}
          ${login === '' ? null : autofocus}
        />
        <button>${say.signIn}</button>
      </form>
      <p><a href="${paths.home}">${say.back}</a></p>
      ${samples.length > 0 && sampleList(say.samples, samples)}`,
  );
}

/** For what, and for which room. */
const why = (say: Sentences, purpose: Purpose): Html =>
  html`<p class="why" id="why">
    ${purpose.kind === 'administer' ? say.administer : say[purpose.kind](purpose.room)}
  </p>`;

const autofocus = html`autofocus`;

/** Where the focus goes, screen readers say why. */
function describedBy(purpose: Purpose | null, refusal: string | null): Html | null {
  if (refusal !== null) return describedByAlert;
  return purpose && html`aria-describedby="why"`;
}

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
