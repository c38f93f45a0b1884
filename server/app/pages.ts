/** Every page is the same HTML file, with the data that this visitor may see put into it. */
import { type Context } from 'hono';
import type { Warning } from '../contract/admin.ts';
import type { PageData } from '../contract/page-data.ts';
import { paths } from '../contract/paths.ts';
import { answerPage } from '../page/answer-page.ts';
import { accentStyle } from '../page/accent.ts';
import type { Logo } from '../page/logo.ts';
import { createPage } from '../page/page.ts';
import { clientPreferencesOf } from '../page/client-preferences.ts';

import type { AppDeps } from './deps.ts';
import type { Slices } from './slices.ts';

export type Pages = {
  show(c: Context, code: 200 | 404): Promise<Response>;
  /** Of the styles that stand in the page itself, for the Content-Security-Policy. */
  styleHashes: readonly string[];
};

/** The page, with the data that this visitor may see at once. */
export function createPages(
  deps: AppDeps,
  { jar, sessions, rooms }: Slices,
  icon: Logo | null,
  warnings: () => Warning[],
): Pages {
  const { config, clock } = deps;
  const { logo } = deps;
  const style = config.branding.accent ? accentStyle(config.branding.accent) : '';
  const page = createPage(deps.files.html, deps.files.frontDoor, { style, icon });
  const bootFor = async (c: Context): Promise<PageData> => {
    // Counts as activity: a person opened a page.
    const session = await sessions.stay(jar.sessionOf(c));
    const auth = await sessions.authenticate(jar.sessionOf(c));
    const actor = auth.kind === 'person' ? auth.actor : null;
    return {
      now: clock(),
      school: { ...config.school, logo: logo?.url ?? null },
      isDemo: config.isDemo,
      meeting: deps.meetingHost,
      session,
      ...(session && actor?.role ? { rooms: await rooms.list(actor) } : {}),
      ...(session && actor?.isAdmin ? { warnings: warnings() } : {}),
    };
  };
  const show = async (c: Context, code: 200 | 404): Promise<Response> => {
    const pageData = await bootFor(c);
    const preferences = clientPreferencesOf(
      c.req.header('cookie'),
      c.req.header('accept-language'),
    );
    const html = page.render(pageData, preferences, c.req.path === paths.home);
    return answerPage(c, html, code, pageData.session === null);
  };

  return { show, styleHashes: page.styleHashes };
}
