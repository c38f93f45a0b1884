/** The page that asks for a new password in place of one that the school gave. */
import { maxPasswordLength, minPasswordLength } from '../directory.ts';
import { html } from './html.ts';
import type { Speech } from './language.ts';
import { type School, page } from './layout.ts';
import { alert } from './sign-in.ts';

export type ChangeView = { speech: Speech; school: School; login: string; refusal: string | null };

export function changePasswordPage({ speech, school, login, refusal }: ChangeView): string {
  const { say } = speech;
  return page(
    speech,
    school,
    say.changeTitle,
    html`${refusal !== null && alert(refusal)}
      <p>${say.change}</p>
      <form method="post">
        <input type="hidden" name="step" value="change" />
        ${forPasswordManagers(login)}
        <label for="next">${say.newPassword}</label>
        <p class="rule" id="rule">${say.passwordRule(minPasswordLength)}</p>
        <input
          id="next"
          name="next"
          type="password"
          autocomplete="new-password"
          aria-describedby="${refusal === null ? 'rule' : 'alert rule'}"
          minlength="${minPasswordLength}"
          maxlength="${maxPasswordLength}"
          required
          autofocus
        />
        <label for="repeat">${say.repeatPassword}</label>
        <input
          id="repeat"
          name="repeat"
          type="password"
          autocomplete="new-password"
          maxlength="${maxPasswordLength}"
          required
        />
        <button>${say.changeButton}</button>
      </form>`,
  );
}

/** Else a browser that keeps passwords doesn't know whose this one is. */
const forPasswordManagers = (login: string) =>
  html`<input name="login" value="${login}" autocomplete="username" readonly hidden />`;
