/** The page where a sign-in can't go on, with the way back to its beginning. */
import { paths } from '../../contract/paths.ts';
import { html } from './html.ts';
import type { Speech } from './language.ts';
import { type School, page } from './layout.ts';

/** `lost`: the flow is not known any more. `failed`: anything else. */
export function stopPage(speech: Speech, school: School, why: 'lost' | 'failed'): string {
  const { say } = speech;
  const isLost = why === 'lost';
  return page(
    speech,
    school,
    isLost ? say.lostTitle : say.failedTitle,
    html`<p>${isLost ? say.lost : say.failed}</p>
      <p><a class="button" href="${paths.home}">${say.startAgain}</a></p>`,
  );
}
