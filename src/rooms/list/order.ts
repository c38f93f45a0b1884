import type { RoomView } from '../../../server/contract/room.ts';

export const hasLesson = ({ lesson }: Pick<RoomView, 'lesson'>): boolean =>
  lesson !== null && lesson.state !== 'ended';

const usedAt = ({ lastUsedAt, createdAt }: RoomView): number =>
  Math.max(lastUsedAt ?? 0, createdAt ?? 0);

/** A lesson first, then what was used or made last; what nobody can say of, by name as people count. */
export function inOrder(rooms: readonly RoomView[], locale: string): RoomView[] {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  return rooms.toSorted(
    (one, other) =>
      Number(hasLesson(other)) - Number(hasLesson(one)) ||
      usedAt(other) - usedAt(one) ||
      compare(one.name, other.name),
  );
}
