/**
 * A school to look at: people who are signed in, rooms of every kind, and a lesson
 * that is running. Its pages are opened in a language and a size of one's choice.
 */
import { type Browser, expect, type Page } from '@playwright/test';
import { apiPaths, paths } from '../../server/contract/paths.ts';
import { RoomColour, RoomPicture } from '../../server/contract/door.ts';
import { RoomView, TeachersFound } from '../../server/contract/room.ts';
import { signIn } from '../fixtures.ts';
import { ask, createRoom, meeting } from '../rooms.ts';

/** How somebody looks at a page. */
export type Eyes = {
  viewport: { width: number; height: number };
  language: string;
  theme?: 'light' | 'dark';
};

/** Slugs of its rooms. */
type Rooms = {
  /** Ada's and Bo's, with a lesson that goes on; Gül is in it. */
  running: string;
  /** Ada's, without a lesson. */
  quiet: string;
  /** Cleo's, with a lesson that Gül was removed from. */
  removedFrom: string;
  /** Cleo's, for a lesson that begins and ends. */
  brief: string;
};

export type School = Rooms & {
  /** The page that somebody keeps open, to act with. */
  pageOf(login: string): Page;
  /** A fresh window, signed in unless nobody is named, at no address yet. */
  open(login: string | null, eyes: Eyes): Promise<Page>;
};

const everybody = ['ada', 'bo', 'cleo', 'finn', 'guel', 'hana', 'nobody'];

export async function openSchool(browser: Browser, url: string): Promise<School> {
  const pages = new Map<string, Page>();
  for (const login of everybody) pages.set(login, await enter(browser, url, login));
  function pageOf(login: string): Page {
    const page = pages.get(login);
    if (!page) throw new Error(`nobody is called ${login}`);
    return page;
  }

  const rooms = await furnish(pageOf('ada'), pageOf('bo'), pageOf('cleo'));
  await letGuelBeRemoved(pageOf('cleo'), pageOf('guel'), rooms.removedFrom);
  await begin(pageOf('ada'), rooms.running);
  await goIn(pageOf('ada'), rooms.running);
  await goIn(pageOf('guel'), rooms.running);

  return {
    ...rooms,
    pageOf,
    async open(login, { viewport, language, theme = 'light' }) {
      const signedIn = login ? await pageOf(login).context().storageState() : undefined;
      const context = await browser.newContext({
        baseURL: url,
        viewport,
        // As at home: `en` alone has another clock.
        locale: language === 'en' ? 'en-GB' : language,
        timezoneId: 'Europe/Berlin',
        colorScheme: theme,
        reducedMotion: 'reduce',
        ...(signedIn ? { storageState: signedIn } : {}),
      });
      return context.newPage();
    },
  };
}

async function enter(browser: Browser, url: string, login: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto('/');
  await signIn(page, login);
  return page;
}

async function furnish(ada: Page, bo: Page, cleo: Page): Promise<Rooms> {
  await fill(bo);
  await createRoom(ada, 'Parents’ evening', [], { colour: 'brown', picture: 'heart' });
  await createRoom(ada, 'Theatre club', ['7c', '8c'], { colour: 'pink', picture: 'mask' });
  await createRoom(ada, 'Biology 8c', ['8c'], { colour: 'turquoise', picture: 'leaf' });
  await createRoom(ada, 'Chess club', ['7a', '7c', '8c'], { colour: 'orange', picture: 'star' });
  await createRoom(ada, 'Art 7c', ['7c'], { colour: 'violet', picture: 'palette' });
  await createRoom(ada, 'English 8c', ['8c'], { colour: 'green', picture: 'speech' });
  const geography = { colour: 'blue', picture: 'globe' } as const;
  // A colleague looks in, and is there before the teacher.
  await bo.goto(paths.room(await createRoom(ada, 'Geography 7c', ['7c'], geography)));
  const rooms = {
    removedFrom: await createRoom(cleo, 'Choir', ['7a'], { colour: 'violet', picture: 'note' }),
    quiet: await createRoom(ada, 'History of the city', ['7a', '8c'], {
      colour: 'red',
      picture: 'column',
    }),
    running: await createRoom(ada, 'Mathematics 7a', ['7a'], {
      colour: 'green',
      picture: 'numbers',
    }),
    brief: await createRoom(cleo, 'A word before the holidays', ['7a'], { colour: 'turquoise' }),
  };
  const old = await createRoom(ada, 'Chess club of last year');
  await ask(ada, 'PATCH', apiPaths.room(old), { isArchived: true });
  await createRoom(cleo, 'Physics 7a', ['7a'], { colour: 'blue', picture: 'atom' });
  const found = await ask(ada, 'GET', `${apiPaths.teachers}?q=Bo`);
  const [teacher] = TeachersFound.parse(found).teachers;
  await ask(ada, 'POST', apiPaths.organizers(rooms.running), { ref: teacher?.ref });
  return rooms;
}

/** Somebody who has taught for a long time: fifty-nine rooms, and one more with Ada. */
async function fill(bo: Page): Promise<void> {
  const subjects = ['Latin', 'Greek', 'Ethics', 'Philosophy', 'Reading club for the upper school'];
  const colours = RoomColour.options;
  const pictures = RoomPicture.options;
  for (let count = 0; count < 59; count += 1) {
    const classId = `${5 + (count % 8)}d`;
    const name = `${subjects[count % subjects.length]} ${classId}`;
    const door = { colour: colours[count % 8], picture: pictures[count % 16] };
    await createRoom(bo, name, count % 10 === 9 ? [] : [classId], door);
  }
}

async function letGuelBeRemoved(cleo: Page, guel: Page, slug: string): Promise<void> {
  await begin(cleo, slug);
  await goIn(cleo, slug);
  await goIn(guel, slug);
  await cleo.goto('/');
  let personId: string | undefined;
  await expect(async () => {
    const { lesson } = RoomView.parse(await ask(cleo, 'GET', apiPaths.room(slug)));
    personId = lesson?.register?.present.find(({ affiliation }) => affiliation === 'member')?.id;
    expect(personId).toBeDefined();
  }).toPass();
  await ask(cleo, 'POST', apiPaths.lessonAction(slug, 'remove'), { personId });
}

const begin = (organizer: Page, slug: string) => ask(organizer, 'POST', apiPaths.lesson(slug), {});

/** Past the door of a lesson that is running; whoever has just opened it is led in. */
export async function goIn(page: Page, slug: string): Promise<void> {
  await page.goto(paths.room(slug));
  // The next step is in the last part of the page; others may stand before it.
  const door = page.locator('main h1 ~ :last-child > button').first();
  await door.or(page.locator('iframe')).waitFor();
  if (await door.isVisible()) await door.click();
  await meeting(page).getByRole('listitem').first().waitFor();
}

/** A lesson in which somebody is, until it is ended. */
export async function takeABriefLesson({ brief, pageOf }: School, page: Page): Promise<void> {
  const cleo = pageOf('cleo');
  await begin(cleo, brief);
  await goIn(cleo, brief);
  await goIn(page, brief);
  await ask(cleo, 'POST', apiPaths.lessonAction(brief, 'end'), {});
  await page.locator('iframe').waitFor({ state: 'detached' });
}
