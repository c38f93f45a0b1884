/** Changes of a room as values: what a room is after one, and what takes it back. Pure. */
import type { ChangeRoom, RoomRules, RoomView } from '../../../server/contract/room.ts';

/** The room as it will be when the server has taken the change. */
export function applyChange(room: RoomView, { classes, rules, ...rest }: ChangeRoom): RoomView {
  const { add = [], remove = [] } = classes ?? {};
  const kept = room.classes.filter((classId) => !remove.includes(classId));
  return {
    ...room,
    ...rest,
    name: rest.name ?? room.name,
    colour: rest.colour ?? room.colour,
    picture: rest.picture === undefined ? room.picture : rest.picture,
    classes: [...new Set([...kept, ...add])],
    ...(room.rules && { rules: withChanged(room.rules, rules ?? {}) }),
  };
}

/** What takes the change of this room back, and nothing that somebody else changed meanwhile. */
export function inverseOf(room: RoomView, { classes, rules, ...rest }: ChangeRoom): ChangeRoom {
  const { add = [], remove = [] } = classes ?? {};
  return {
    ...(rest.name === undefined ? {} : { name: room.name }),
    ...(rest.colour === undefined ? {} : { colour: room.colour }),
    ...(rest.picture === undefined ? {} : { picture: room.picture }),
    ...(rest.isArchived === undefined ? {} : { isArchived: room.isArchived }),
    ...(rest.isClosedToVisitors === undefined
      ? {}
      : { isClosedToVisitors: room.isClosedToVisitors }),
    ...(classes && {
      classes: {
        add: remove.filter((classId) => room.classes.includes(classId)),
        remove: add.filter((classId) => !room.classes.includes(classId)),
      },
    }),
    ...(rules && room.rules && { rules: onlyNamed(room.rules, rules) }),
  };
}

const withChanged = (
  all: RoomRules,
  { chat = all.chat, screenSharing = all.screenSharing, ...rest }: NonNullable<ChangeRoom['rules']>,
): RoomRules => {
  const { promotion = all.promotion, lobby = all.lobby } = rest;
  return { chat, screenSharing, promotion, lobby };
};

/** Of `all`, what `named` names. */
function onlyNamed(all: RoomRules, named: object): Partial<RoomRules> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => Object.hasOwn(named, name)));
}

/** One after the other as one: the later one is right about whatever both name. */
export function merge(first: ChangeRoom, second: ChangeRoom): ChangeRoom {
  const classes = mergeClasses(first.classes, second.classes);
  const rules = first.rules || second.rules;
  return {
    ...first,
    ...second,
    ...(classes && { classes }),
    ...(rules && { rules: { ...first.rules, ...second.rules } }),
  };
}

type Classes = NonNullable<ChangeRoom['classes']>;

function mergeClasses(first?: Classes, second?: Classes): Classes | undefined {
  if (!first || !second) return first ?? second;
  return {
    add: [...without(first.add, second.remove), ...(second.add ?? [])],
    remove: [...without(first.remove, second.add), ...(second.remove ?? [])],
  };
}

const without = (classIds: string[] = [], others: string[] = []) =>
  classIds.filter((classId) => !others.includes(classId));
