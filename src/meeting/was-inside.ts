/**
 * Remembers which lesson this tab was in, so that loading the page again leads back in without a
 * press. Whoever knows a lesson's id can do nothing with it.
 */
const key = (slug: string) => `homeroom-inside-${slug}`;

export const lessonWasIn = (slug: string): string | null => sessionStorage.getItem(key(slug));

export const rememberInside = (slug: string, lessonId: string): void =>
  sessionStorage.setItem(key(slug), lessonId);

export const forgetInside = (slug: string): void => sessionStorage.removeItem(key(slug));
