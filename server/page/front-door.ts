/**
 * The front door, rendered in each language by the browser's build, so that somebody without a
 * session sees it before a script has arrived.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Door = z.object({
  tag: z.string(),
  dir: z.string(),
  html: z.string(),
  demoHtml: z.string(),
  /** What the page needs first, below /homeroom/. */
  scripts: z.array(z.string()),
  /** The same for the list of somebody who is signed in. */
  listScripts: z.array(z.string()),
});
export type Door = z.infer<typeof Door>;

const Built = z.object({
  style: z.string(),
  listStyles: z.array(z.string()),
  logo: z.object({ own: z.string(), picture: z.string() }),
  doors: z.array(Door).min(1),
});

export type FrontDoor = {
  style: string;
  /** Stylesheets of the list, beside those that every page has; below /homeroom/. */
  listStyles: readonly string[];
  /**
   * Homeroom's logo as it stands in the doors, and the `<img>` that takes its place where the
   * school has its own; `{{logo}}` stands for its address.
   */
  logo: { own: string; picture: string };
  /** The door in the first of these languages that exists; otherwise in the first of all. */
  doorFor(languages: readonly string[]): Door;
};

/** `null` where the build left none. @throws when what it left is not understood */
export function readFrontDoor(folder: string): FrontDoor | null {
  const path = join(folder, '.vite', 'front-door.json');
  if (!existsSync(path)) return null;
  const { style, listStyles, logo, doors } = Built.parse(JSON.parse(readFileSync(path, 'utf8')));
  const [first] = doors;
  if (!first) return null;
  return {
    style,
    listStyles,
    logo,
    doorFor: (languages) =>
      languages
        .map((language) => doors.find(({ tag }) => tag === language))
        .find((door) => door !== undefined) ?? first,
  };
}
