/** A picture that goes with a room's name, in the languages of the interface; a proposal, no more. */
import type { RoomPicture } from '../../../server/contract/door.ts';
import { fold } from '../../../server/contract/words.ts';

/** How the words begin; `=` before one that is a whole word. The first that fits counts. */
const words: readonly (readonly [RoomPicture, string])[] = [
  ['ball', 'sport turnen gym =pe =eps deporte educacionfisica رياضة'],
  ['numbers', 'math rechn arith algebra geometr calcul رياضيات حساب'],
  ['atom', 'phys fisic فيزياء'],
  ['flask', 'chem chim quim كيمياء'],
  ['leaf', 'biol natur =bio =svt sachk scien cienc أحياء علوم'],
  ['globe', 'geogr geo erdk world welt جغرافيا'],
  ['column', 'hist gesch polit civic =emc sozialk تاريخ'],
  ['palette', '=art =arts kunst plastiqu plastic dibuj zeich رسم فنون'],
  ['note', 'musi choir chor coro orches band موسيقى'],
  ['mask', 'theat teatr drama مسرح'],
  ['computer', 'inform comput =ict =it tech program robot حاسوب معلوماتية'],
  ['speech', 'engl fran franz fren span espa latin ital russ ingl angl allem debat إنجليزي فرنسي'],
  ['book', 'deutsch germ lit lese read lengua lectur bibl عربي لغة مكتبة'],
  ['heart', 'relig ethi etica berat counsel tutor دين'],
  ['star', 'club =ag chess schach echecs ajedrez نادي'],
  ['pencil', 'homework hausauf devoir deberes klassenl write schreib ecrit واجب'],
];

export function pictureInName(name: string): RoomPicture | null {
  const inName = fold(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const isIn = (begin: string) =>
    begin.startsWith('=')
      ? inName.includes(begin.slice(1))
      : inName.some((word) => word.startsWith(begin));
  const found = words.find(([, begins]) => fold(begins).split(' ').some(isIn));
  return found?.[0] ?? null;
}
