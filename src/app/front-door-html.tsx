/**
 * The front door as plain HTML, made once by the build for each language, so that
 * it is there before any script is. The school's name is filled in by the server.
 */
import { text } from 'node:stream/consumers';
import { renderToStaticMarkup } from 'react-dom/server';
import { prerenderToNodeStream } from 'react-dom/static';
import { NavigationType, Route, Router, Routes } from 'react-router';
import type { PageData } from '../../server/contract/page-data.ts';
import { paths } from '../../server/contract/paths.ts';
import { speak } from '../locales/catalogs.ts';
import { languages } from '../locales/languages.ts';
import FrontDoor from '../session/signed-out/front-door.tsx';
import { Logo } from '../ui/logo.tsx';
import { Layout } from './layout.tsx';
import { signedOutPages } from './signed-out.tsx';
import { Providers } from './providers.tsx';
import { createQueryClient } from './query-client.ts';

/** Where the server writes the school's name. */
export const schoolHere = '{{school}}';

export type FrontDoorHtml = { tag: string; dir: string; html: string; demoHtml: string };

export async function renderFrontDoors(): Promise<FrontDoorHtml[]> {
  // Its sentences, those of the menu's fields, and of the notice that this is a demonstration.
  await signedOutPages.frontDoor.preload();
  const doors: FrontDoorHtml[] = [];
  // One language after the other, since only one can be active.
  for (const language of languages) {
    await speak(language);
    const html = await render(false);
    const demoHtml = await render(true);
    doors.push({ tag: language.tag, dir: language.dir, html, demoHtml });
  }
  return doors;
}

/** As it stands in the doors, and what the server puts in its place for a school with its own. */
export const logo = {
  own: renderToStaticMarkup(<Logo address={null} />),
  picture: renderToStaticMarkup(<Logo address="{{logo}}" />),
};

async function render(isDemo: boolean): Promise<string> {
  const pageData: PageData = {
    now: 0,
    school: { name: schoolHere, contact: '', logo: null },
    isDemo,
    meeting: { kind: 'practice', domain: '', scriptUrl: '' },
    session: null,
  };
  const faults: unknown[] = [];
  const { prelude } = await prerenderToNodeStream(
    <Providers pageData={pageData} queries={createQueryClient(pageData)}>
      <Router location={paths.home} navigationType={NavigationType.Pop} navigator={standingStill}>
        <Routes>
          <Route element={<Layout />}>
            <Route path={paths.home} element={<FrontDoor isOnTheWay={false} />} />
          </Route>
        </Routes>
      </Router>
    </Providers>,
    { onError: (fault) => void faults.push(fault) },
  );
  // React would leave out a part that fails and go on; then the build has to fail.
  if (faults.length > 0) throw faults[0];
  return text(prelude);
}

const standingStill = {
  createHref: () => paths.home,
  go: () => {},
  push: () => {},
  replace: () => {},
};
