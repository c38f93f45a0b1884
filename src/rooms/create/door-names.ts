import { useLingui } from '@lingui/react/macro';
import type { RoomColour, RoomPicture } from '../../../server/contract/door.ts';

/** What the paints and pictures are called, in the order in which they are offered. */
export function useDoorNames() {
  const { t } = useLingui();
  const colours: Record<RoomColour, string> = {
    green: t`green`,
    turquoise: t`turquoise`,
    blue: t`blue`,
    violet: t`violet`,
    pink: t`pink`,
    red: t`red`,
    orange: t`orange`,
    brown: t`brown`,
  };
  const pictures: Record<RoomPicture, string> = {
    book: t`book`,
    pencil: t`pencil`,
    speech: t`speech bubble`,
    numbers: t`plus and minus`,
    flask: t`flask`,
    atom: t`atom`,
    leaf: t`leaf`,
    globe: t`globe`,
    column: t`temple`,
    palette: t`palette`,
    note: t`musical note`,
    ball: t`ball`,
    mask: t`mask`,
    computer: t`computer`,
    heart: t`heart`,
    star: t`star`,
  };
  return { colours: entries(colours), pictures: entries(pictures), noPicture: t`none` };
}

/** `Object.entries` forgets which names there are. */
function entries<Name extends string>(names: Record<Name, string>): Map<Name, string> {
  const all = new Map<Name, string>();
  for (const name in names) all.set(name, names[name]);
  return all;
}
