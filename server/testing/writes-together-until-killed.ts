/**
 * Creates rooms, many at the same time, so that they are committed in groups, and says which ones
 * are answered, until it is killed.
 */
import { ids } from '../contract/testing/ids.ts';
import { initialRules } from '../rooms/rooms.ts';
import { createStores } from '../serve/stores.ts';
import { openDatabase } from '../store/database.ts';

const db = await openDatabase(process.argv[2] ?? '');
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
  .execute();
const { inTransaction } = createStores(db);

async function lane(name: number): Promise<void> {
  for (let count = 0; ; count += 1) {
    const slug = ids.slug(`room-${name}-${count}`);
    await inTransaction(({ rooms }) =>
      rooms.create({
        id: ids.room(slug),
        slug,
        name: 'Maths',
        createdAt: count,
        rules: initialRules,
        colour: 'green',
        picture: null,
        classes: ['7a'],
        organizerId: ids.person('ada'),
      }),
    );
    process.stdout.write(`${slug}\n`);
  }
}

await Promise.all(Array.from({ length: 16 }, (_, name) => lane(name)));
