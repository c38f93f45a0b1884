/** Each command as a function, for tests that give them by hand. */
import type { EndReason, LessonCommand, LessonSettings, OpenLesson } from '../lessons/commands.ts';

export const lessonCommands = (give: (command: LessonCommand) => Promise<void>) => ({
  open: ({ lessonId, slug, openedAt, graceSeconds, allowsPromotion, usesLobby }: OpenLesson) =>
    give({ kind: 'open', lessonId, slug, openedAt, graceSeconds, allowsPromotion, usesLobby }),
  configure: (slug: string, lessonId: string, settings: LessonSettings) =>
    give({ kind: 'configure', slug, lessonId, ...settings }),
  end: (slug: string, lessonId: string, reason: EndReason) =>
    give({ kind: 'end', slug, lessonId, reason }),
  remove: (slug: string, lessonId: string, personId: string) =>
    give({ kind: 'remove', slug, lessonId, personId }),
  readmit: (slug: string, lessonId: string, personId: string) =>
    give({ kind: 'readmit', slug, lessonId, personId }),
  revoke: (slug: string, lessonId: string, personId: string, passIds: readonly string[]) =>
    give({ kind: 'revoke', slug, lessonId, personId, passIds: [...passIds] }),
  closeToNewcomers: (slug: string, lessonId: string, isClosed: boolean) =>
    give({ kind: 'newcomers', slug, lessonId, isClosed }),
});
