/** The pages: one HTML file, and what its reader may see at once. */
import { type Context } from 'hono';
import type { Boot } from '../contract/boot.ts';
import { paths } from '../contract/paths.ts';
import { answerPage } from '../page/answer-page.ts';
import { accentStyle } from '../page/accent.ts';
import type { Mark } from '../page/mark.ts';
import { createPage } from '../page/page.ts';
import { readerOf } from '../page/reader.ts';

import type { AppDeps } from './deps.ts';
import type { Slices } from './slices.ts';

export type Pages = {
  show(c: Context, code: 200 | 404): Promise<Response>;
  /** Of the styles that stand in the page itself, for the Content-Security-Policy. */
  styleHashes: readonly string[];
};

/** The page, with what its reader may see at once. */
export function createPages(
  deps: AppDeps,
  { jar, sessions, rooms }: Slices,
  icon: Mark | null,
  warnings: () => string[],
): Pages {
  const { config, clock } = deps;
  const { mark } = deps;
  const style = config.look.accent ? accentStyle(config.look.accent) : '';
  const page = createPage(deps.files.html, deps.files.frontDoor, { style, icon });
  const bootFor = async (c: Context): Promise<Boot> => {
    // Opening a page is something that a person does.
    const session = await sessions.stay(jar.sessionOf(c));
    const asking = await sessions.asking(jar.sessionOf(c));
    const viewer = asking.kind === 'person' ? asking.viewer : null;
    return {
      now: clock(),
      school: { ...config.school, mark: mark?.url ?? null },
      isDemo: config.isDemo,
      meeting: deps.place,
      session,
      ...(session && viewer?.role ? { rooms: await rooms.list(viewer) } : {}),
      ...(session && viewer?.isAdmin ? { warnings: warnings() } : {}),
    };
  };
  const show = async (c: Context, code: 200 | 404): Promise<Response> => {
    const boot = await bootFor(c);
    const reader = readerOf(c.req.header('cookie'), c.req.header('accept-language'));
    const html = page.render(boot, reader, c.req.path === paths.home);
    return answerPage(c, html, code, boot.session === null);
  };

  return { show, styleHashes: page.styleHashes };
}
