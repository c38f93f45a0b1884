/**
 * A whole school: Homeroom with a people file and a Jitsi that is not asked (the module is left
 * out, so nothing has to report that anybody is in), students in classes, a teacher for each.
 */
import { argon2Sync, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runServer } from './server-process.mjs';
import { Visitor } from './visitor.mjs';

const password = 'a password of eight and more';

/** @param {Buffer} bytes */
const text = (bytes) => bytes.toString('base64').replace(/=+$/, '');

/** OWASP's minimum, as `homeroom people add` makes them. One salt for all: it costs the same. */
function hashed() {
  const nonce = Buffer.alloc(16, 7);
  const [memory, passes, parallelism, tagLength] = [19_456, 2, 1, 32];
  const options = { message: password, nonce, memory, passes, parallelism, tagLength };
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${text(nonce)}$${text(argon2Sync('argon2id', options))}`;
}

/** @param {number} nth */
const classOf = (nth) => `${5 + Math.floor(nth / 5)}${'abcde'[nth % 5]}`;

/**
 * @param {string} path
 * @param {number} classes
 * @param {number} students of each class
 */
function writePeople(path, classes, students) {
  const hash = hashed();
  /**
   * @param {string} login
   * @param {string[]} groups
   */
  const person = (login, groups) => ({
    id: `p-${randomUUID()}`,
    login,
    name: `Person ${login}`,
    groups,
    password: hash,
  });
  const people = [...Array(classes).keys()].flatMap((nth) => [
    person(`teacher-${nth}`, ['teachers']),
    ...[...Array(students).keys()].map((student) =>
      person(`student-${nth}-${student}`, ['students', `class-${classOf(nth)}`]),
    ),
  ]);
  writeFileSync(path, JSON.stringify({ version: 1, people }), { mode: 0o600 });
}

/**
 * @typedef {object} School
 * @property {import('./server-process.mjs').ServerProcess} homeroom
 * @property {(login: string) => Promise<Visitor>} signIn
 * @property {(nth: number) => Promise<Visitor>} teacher the teacher of the class of that number
 *
 * @param {{ classes: number, students: number, settings?: Record<string, string> }} size
 * @returns {Promise<School>}
 */
export async function runSchool({ classes, students, settings = {} }) {
  const homeroom = await runServer(
    ['dist/homeroom.js', 'serve'],
    '/homeroom/readyz',
    ({ url, folder }) => {
      const peopleFile = join(folder, 'people.json');
      writePeople(peopleFile, classes, students);
      return {
        HOMEROOM_URL: url,
        HOMEROOM_PEOPLE_FILE: peopleFile,
        HOMEROOM_JITSI_URL: 'https://meet.school.example',
        HOMEROOM_JITSI_APP_SECRET: 'a secret of the bench, of more than 32 bytes',
        HOMEROOM_UNSAFE_NO_MODULE: '1',
        ...settings,
      };
    },
  );
  const signIn = (/** @type {string} */ login) => new Visitor(homeroom.url).signIn(login, password);
  return { homeroom, signIn, teacher: (nth) => signIn(`teacher-${nth}`) };
}

/**
 * @param {Visitor} teacher
 * @param {number} nth of the class
 * @returns {Promise<string>} the slug of the room
 */
export async function createRoom(teacher, nth) {
  const room = await teacher.post('/homeroom/api/rooms', {
    name: `Lesson of ${classOf(nth)}`,
    classes: [classOf(nth)],
  });
  return room.slug;
}

/**
 * The lesson runs once its organizer has a pass.
 * @param {Visitor} teacher
 * @param {string} slug
 */
export async function startLesson(teacher, slug) {
  await teacher.post(`/homeroom/api/rooms/${slug}/lesson`, {});
  await teacher.post(passPath(slug), {});
}

/** @param {string} slug */
export const passPath = (slug) => `/homeroom/api/rooms/${slug}/pass`;
