/**
 * The main journey of a teacher and of a student, in one lesson: from the front door
 * through the lesson and out again. Each page on the way is checked as it stands.
 */
import { person } from '../fixtures.ts';
import { type Language, languages } from '../../src/locales/languages.ts';
import type { Hands } from './hands.ts';
import { type Words, wordsOf } from './words.ts';

export type Appearance = {
  language: Language['tag'];
  /** Chosen at the front door; without it as the device wishes. */
  theme?: 'Light' | 'Dark';
};

/** How both come in: `hands` are those of a browser of their own. */
export type People = { teacher: Hands; student: Hands };

/** @param room a name that no other room has */
export async function takeALesson(
  { teacher, student }: People,
  appearance: Appearance,
  room: string,
): Promise<void> {
  const words = await wordsOf(appearance.language);
  const { say } = words;
  const [ada, finn] = [person('ada'), person('finn')];

  await comeIn(teacher, 'ada', words, appearance);
  await teacher.see('heading', say('Your rooms'));
  // With rooms there, the form is a button. Below them, what comes after them is there then.
  await teacher.see('heading', say('Visit a colleague'));
  if (await teacher.has('button', say('New room'))) await teacher.press('button', say('New room'));
  await teacher.write(say('Name of a new room'), room);
  await teacher.press('button', say('Create room'));
  await teacher.see('link', room);
  await teacher.checkLayout();
  await openToClass(teacher, room, '7a', words);

  await comeIn(student, 'finn', words, appearance);
  await student.see('link', room);
  await student.checkLayout();
  await student.press('link', say('Wait at the door of {0}', { 0: room }));
  await student.read(say('You go in by yourself. Just leave this page open.'));
  await student.checkLayout();

  await teacher.press('button', say('Start lesson in {0}', { 0: room }));
  await teacher.meet(`${ada.name} (${words.you})`);
  await student.meet(`${finn.name} (${words.you})`);
  await student.checkLayout();

  await teacher.press('button', say('Who is here'));
  await teacher.checkLayout();
  await teacher.press('button', say('Remove {name}', finn));
  await student.see('heading', say('You were removed from this lesson'));
  await student.checkLayout();
  await teacher.press('button', say('Let back in: {name}', finn));
  await student.press('button', say('Go in'));
  await student.meet(ada.name);

  await teacher.press('button', say('End for all'));
  await teacher.checkLayout();
  await teacher.press('button', say('End the lesson for everybody'));
  for (const hands of [teacher, student]) {
    await hands.see('heading', say('The lesson has ended'));
    await hands.checkLayout();
    await hands.press('link', say('To your rooms'));
    await hands.see('link', room);
  }
  await signOut(teacher, ada.name, words);
  await signOut(student, finn.name, words);
}

async function comeIn(
  hands: Hands,
  login: string,
  words: Words,
  appearance: Appearance,
): Promise<void> {
  await hands.open('/');
  await dress(hands, appearance);
  await hands.checkLayout();
  await hands.press('button', words.say('Sign in'));
  await hands.see('button', words.signIn.signIn);
  await hands.checkLayout();
  await hands.write(words.signIn.login, login);
  await hands.write(words.signIn.password, person(login).password);
  await hands.press('button', words.signIn.signIn);
}

/** The language and the theme, at the front door, which greets in English. */
async function dress(hands: Hands, { language, theme }: Appearance): Promise<void> {
  const english = await wordsOf('en');
  if (theme) await hands.choose(english.say('Appearance'), english.say(theme));
  const chosen = languages.find(({ tag }) => tag === language);
  if (chosen && language !== 'en') await hands.choose(english.say('Language'), chosen.name);
  await hands.see('button', (await wordsOf(language)).say('Sign in'));
}

async function openToClass(hands: Hands, room: string, classId: string, { say }: Words) {
  await hands.press('link', say('Settings of {0}', { 0: room }));
  await hands.see('heading', say('Classes'));
  await hands.press('checkbox', classId);
  await hands.checkLayout();
  await hands.read(say('Saved'));
  await hands.open('/');
}

async function signOut(hands: Hands, name: string, { say }: Words): Promise<void> {
  await hands.openMenu(name);
  await hands.checkLayout();
  await hands.press('button', say('Sign out'));
  await hands.see('heading', say('You are signed out'));
  await hands.checkLayout();
}
