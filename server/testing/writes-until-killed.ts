/** Creates one room after the other, and says which ones are answered, until it is killed. */
import { createRoomStore } from '../rooms/rooms-store.ts';
import { initialRules } from '../rooms/rooms.ts';
import { openDatabase } from '../store/database.ts';
import { ids } from '../contract/testing/ids.ts';

const db = await openDatabase(process.argv[2] ?? '');
const rooms = createRoomStore(db);
await db
  .insertInto('person')
  .values({
    id: ids.person('ada'),
    issuer: 'i',
    subject: 's',
    name: 'Ada',
    role: 'teacher',
    isAdmin: 0,
    classes: '[]',
    groupsSeen: '[]',
    signedInAt: null,
  })
  .onConflict((conflict) => conflict.doNothing())
  .execute();

for (let count = 0; ; count += 1) {
  const slug = ids.slug(`room-${count}`);
  await rooms.create({
    id: ids.room(slug),
    slug,
    name: 'Maths',
    createdAt: count,
    rules: initialRules,
    colour: 'green',
    picture: null,
    classes: ['7a'],
    organizerId: ids.person('ada'),
  });
  process.stdout.write(`${slug}\n`);
}
