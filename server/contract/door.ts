/** How a Room's door looks, so that it is found at a glance; never the only sign of which Room it is. */
import { z } from 'zod';

/** The paint. What each looks like, in both themes, is in `src/ui/tokens.css`. */
export const RoomColour = z.enum([
  'green',
  'turquoise',
  'blue',
  'violet',
  'pink',
  'red',
  'orange',
  'brown',
]);
export type RoomColour = z.infer<typeof RoomColour>;

/** What hangs on it. Drawn in `src/ui/room-pictures.svg`. */
export const RoomPicture = z.enum([
  'book',
  'pencil',
  'speech',
  'numbers',
  'flask',
  'atom',
  'leaf',
  'globe',
  'column',
  'palette',
  'note',
  'ball',
  'mask',
  'computer',
  'heart',
  'star',
]);
export type RoomPicture = z.infer<typeof RoomPicture>;
