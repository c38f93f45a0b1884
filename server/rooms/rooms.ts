/**
 * Rooms: listing, creating, changing, and who organizes them. Decisions are in
 * policy.ts, the SQL in rooms-store.ts; lessons are told of whatever may take a
 * right away.
 */
import type { Publish } from '../contract/change.ts';
import type { ChangeRoom, CreateRoom, RoomSettings, RoomView } from '../contract/room.ts';
import type { Viewer } from '../edge/asking.ts';
import { randomId } from '../edge/secrets.ts';
import { type Relation, relationTo } from './policy.ts';
import { factsOf, type Room, type RoomStore } from './rooms-store.ts';
import { newSlug } from './slug.ts';
import { type SeeLesson, viewRoom } from './view.ts';

export type RoomsDeps = {
  store: RoomStore;
  clock: () => number;
  publish: Publish;
  /** What there is to see of the lessons in these rooms. */
  lessonsIn(roomIds: readonly string[]): Promise<ReadonlyMap<string, SeeLesson>>;
  /** Rights in this room may have shrunk: passes that follow from them no longer are void. */
  recheckLesson(room: Room): Promise<void>;
  /** Archived or deleted: a lesson that is open there ends. */
  endLesson(room: Room): Promise<void>;
};

/** A search says so much and no more. */
const mostFound = 20;

/** What a room begins with. Screen sharing is an organizer's until they say otherwise. */
export const initialSettings: RoomSettings = {
  chat: true,
  screenSharing: false,
  promotion: true,
  lobby: false,
};

export type Rooms = ReturnType<typeof createRooms>;

export function createRooms({
  store,
  clock,
  publish,
  lessonsIn,
  recheckLesson,
  endLesson,
}: RoomsDeps) {
  const listed = (viewer: Viewer): Promise<readonly Room[]> =>
    viewer.role === 'teacher'
      ? store.organizedBy(viewer.personId)
      : store.ofClasses(viewer.role === 'student' ? viewer.classes : []);

  async function viewAll(rooms: readonly Room[], viewer: Viewer): Promise<RoomView[]> {
    const lessons = await lessonsIn(rooms.map(({ id }) => id));
    return rooms.flatMap((room) => {
      const relation = relationTo(viewer, factsOf(room));
      return relation ? [viewRoom(room, viewer, relation, lessons.get(room.id))] : [];
    });
  }

  async function changed(slug: string): Promise<void> {
    const room = await store.bySlug(slug);
    if (!room) return;
    await recheckLesson(room);
    publish({ kind: 'room', roomId: room.id });
  }

  return {
    find: (slug: string) => store.bySlug(slug),
    findById: (id: string) => store.byId(id),
    count: () => store.count(),

    async view(room: Room, viewer: Viewer, relation: Relation): Promise<RoomView> {
      const lessons = await lessonsIn([room.id]);
      return viewRoom(room, viewer, relation, lessons.get(room.id));
    },

    /** One room, seen by many: loaded once, rendered for each. */
    async sight(roomId: string): Promise<RoomSight | null> {
      const room = await store.byId(roomId);
      if (!room) return null;
      const lesson = (await lessonsIn([roomId])).get(roomId);
      return { room, see: (viewer, relation) => viewRoom(room, viewer, relation, lesson) };
    },

    /** A teacher's own rooms, or those of a student's classes. */
    list: async (viewer: Viewer): Promise<RoomView[]> => viewAll(await listed(viewer), viewer),

    idsFor: async (viewer: Viewer) => (await listed(viewer)).map(({ id }) => id),

    /** Colleagues' rooms whose name, or an organizer's, contains the words. */
    async findColleagues(viewer: Viewer, words: string): Promise<RoomView[]> {
      const wanted = words.trim().toLocaleLowerCase();
      if (wanted === '') return [];
      const rooms = await store.visitable(viewer.personId);
      const found = rooms.filter((room) =>
        namesIn(room).some((name) => name.toLocaleLowerCase().includes(wanted)),
      );
      return viewAll(found.slice(0, mostFound), viewer);
    },

    async create(viewer: Viewer, { name, classes = [] }: CreateRoom): Promise<RoomView> {
      const id = randomId();
      const slug = newSlug(name);
      const organizerId = viewer.personId;
      const settings = initialSettings;
      await store.create({ id, slug, name, createdAt: clock(), settings, classes, organizerId });
      publish({ kind: 'room', roomId: id });
      const room = await store.bySlug(slug);
      if (!room) throw new Error('the room that was just created is not there');
      return viewRoom(room, viewer, 'organizer', undefined);
    },

    async change(room: Room, change: ChangeRoom): Promise<void> {
      const { classes, settings, ...rest } = change;
      const merged = settings && { ...room.settings, ...withoutUndefined(settings) };
      await store.change(room.id, { ...rest, settings: merged }, classes);
      if (rest.isArchived) await endLesson(room);
      await changed(room.slug);
    },

    /** For good: only the slug is remembered, so that it never comes back. */
    async delete(room: Room): Promise<void> {
      await endLesson(room);
      await store.delete(room.id);
      publish({ kind: 'room-deleted', roomId: room.id, slug: room.slug });
    },

    async addOrganizer(room: Room, personId: string): Promise<void> {
      await store.addOrganizer(room.id, personId, clock());
      await changed(room.slug);
    },

    /** @returns false, and nothing changed, when it would have been the last one */
    async removeOrganizer(room: Room, personId: string): Promise<boolean> {
      const isDone = await store.removeOrganizer(room.id, personId);
      if (isDone) await changed(room.slug);
      return isDone;
    },
  };
}

const namesIn = ({ name, organizers }: Room): readonly string[] => [
  name,
  ...organizers.map((organizer) => organizer.name),
];

export type RoomSight = {
  room: Room;
  see(viewer: Viewer, relation: Relation): RoomView;
};

function withoutUndefined(settings: NonNullable<ChangeRoom['settings']>): Partial<RoomSettings> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
