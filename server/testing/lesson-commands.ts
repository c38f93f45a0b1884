/** Each command as a function, for tests that give them by hand and name the ids themselves. */
import type { EndReason, LessonCommand, LessonRules, OpenLesson } from '../lessons/commands.ts';
import { ids } from '../contract/testing/ids.ts';

const lesson = (slug: string, lessonId: string) => ({
  slug: ids.slug(slug),
  lessonId: ids.lesson(lessonId),
});

const person = (slug: string, lessonId: string, personId: string) => ({
  ...lesson(slug, lessonId),
  personId: ids.person(personId),
});

export const lessonCommands = (give: (command: LessonCommand) => Promise<void>) => ({
  open: ({ lessonId, slug, openedAt, graceSeconds, allowsPromotion, usesLobby }: OpenLesson) =>
    give({ kind: 'open', lessonId, slug, openedAt, graceSeconds, allowsPromotion, usesLobby }),
  configure: (slug: string, lessonId: string, rules: LessonRules) =>
    give({ kind: 'configure', ...lesson(slug, lessonId), ...rules }),
  end: (slug: string, lessonId: string, reason: EndReason) =>
    give({ kind: 'end', ...lesson(slug, lessonId), reason }),
  remove: (slug: string, lessonId: string, personId: string) =>
    give({ kind: 'remove', ...person(slug, lessonId, personId) }),
  readmit: (slug: string, lessonId: string, personId: string) =>
    give({ kind: 'readmit', ...person(slug, lessonId, personId) }),
  revoke: (slug: string, lessonId: string, personId: string, passIds: readonly string[]) =>
    give({
      kind: 'revoke',
      ...person(slug, lessonId, personId),
      passIds: passIds.map(ids.pass),
    }),
  closeToNewcomers: (slug: string, lessonId: string, isClosed: boolean) =>
    give({ kind: 'newcomers', ...lesson(slug, lessonId), isClosed }),
});
