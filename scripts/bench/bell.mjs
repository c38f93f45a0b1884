/**
 * The morning bell: a thousand students of thirty classes sign in within a minute, all from one
 * address, open their list, wait on the page of their lesson, and enter when its teacher has
 * started it. Nobody presses anything twice, and nobody may be refused.
 */
import { Agent, get } from 'node:http';
import { createRoom, passPath, runSchool, startLesson } from './school.mjs';
import { pause } from './server-process.mjs';
import { percentile } from './streams.mjs';

const classes = 30;
const students = 34;
const minute = 60_000;
const megabyte = 1_000_000;

/** The last class comes early: what its people ask for is measured alone. */
const early = classes;

const agent = new Agent({ maxSockets: Infinity });

/**
 * Holds the event stream of a room's page open.
 * @param {import('./visitor.mjs').Visitor} visitor
 * @param {string} slug
 * @returns {Promise<{ isRunning: Promise<void>, close: () => void }>} when it stands
 */
function holdStream(visitor, slug) {
  return new Promise((resolve, reject) => {
    const url = `${visitor.url}/homeroom/api/live?room=${slug}`;
    const sent = get(url, { agent, headers: { cookie: visitor.cookie } }, (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`stream: ${response.statusCode}`));
        return;
      }
      const isRunning = new Promise((isSo) => {
        response.setEncoding('utf8');
        response.on('error', () => undefined);
        response.on('data', (/** @type {string} */ text) => {
          if (text.includes('"state":"running"')) isSo(undefined);
        });
      });
      resolve({ isRunning, close: () => sent.destroy() });
    });
    sent.on('error', reject);
  });
}

/**
 * @param {number[]} times milliseconds are added
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @template T
 */
async function timed(times, work) {
  const began = performance.now();
  const value = await work();
  times.push(performance.now() - began);
  return value;
}

/**
 * As a page does it, without a press.
 * @param {import('./visitor.mjs').Visitor} student
 * @param {string} slug
 * @param {number[]} passes
 */
async function enter(student, slug, passes) {
  const list = await student.fetch('/');
  if (!list.ok) throw new Error(`list: ${list.status}`);
  const stream = await holdStream(student, slug);
  const page = await student.fetch(`/homeroom/api/rooms/${slug}`);
  if (!page.ok) throw new Error(`room: ${page.status}`);
  if (!(await page.text()).includes('"state":"running"')) await stream.isRunning;
  await timed(passes, () => student.post(passPath(slug), {}));
  return stream;
}

/**
 * One after the other, when nobody else asks.
 * @param {import('./school.mjs').School} school
 * @param {string} slug
 */
async function alone(school, slug) {
  /** @type {number[]} */
  const signIns = [];
  /** @type {number[]} */
  const passes = [];
  for (let nth = 0; nth < 15; nth += 1) {
    const student = await timed(signIns, () => school.signIn(`student-${early}-${nth}`));
    await timed(passes, () => student.post(passPath(slug), {}));
  }
  return { signIn: percentile(signIns, 0.5), pass: percentile(passes, 0.5) };
}

/**
 * Who is in a lesson already, and builds the meeting anew while the others come.
 * @param {import('./visitor.mjs').Visitor[]} bystanders
 * @param {string} slug
 * @param {number[]} passes
 */
async function standBy(bystanders, slug, passes) {
  for (let second = 0; second < minute / 1_000; second += 1) {
    const bystander = bystanders[second % bystanders.length];
    await Promise.all([
      bystander && timed(passes, () => bystander.post(passPath(slug), {})),
      pause(1_000),
    ]);
  }
}

/**
 * @param {string} what
 * @param {number[]} times
 * @param {number} single
 * @returns {import('./rows.mjs').Row}
 */
const row = (what, times, single) => ({
  what,
  value: percentile(times, 0.99) / single,
  budget: 6,
  unit: '× alone',
  how: `${percentile(times, 0.99).toFixed(0)} ms, ${single.toFixed(0)} ms; median ${percentile(times, 0.5).toFixed(0)} ms`,
});

/** @returns {Promise<import('./rows.mjs').Row[]>} */
export async function bell() {
  const school = await runSchool({ classes: classes + 1, students });
  const { homeroom } = school;
  /** @type {{ teacher: import('./visitor.mjs').Visitor, slug: string }[]} */
  const rooms = [];
  for (let nth = 0; nth <= classes; nth += 1) {
    const teacher = await school.teacher(nth);
    rooms.push({ teacher, slug: await createRoom(teacher, nth) });
  }
  const lesson = rooms.pop();
  if (!lesson) throw new Error('no lesson');
  await startLesson(lesson.teacher, lesson.slug);
  const single = await alone(school, lesson.slug);
  const bystanders = await Promise.all(
    [...Array(10).keys()].map((nth) => school.signIn(`student-${early}-${20 + nth}`)),
  );

  /** @type {Record<'signIns' | 'passes' | 'byPasses', number[]>} */
  const times = { signIns: [], passes: [], byPasses: [] };
  /** @type {string[]} */
  const refused = [];
  const refuse = (/** @type {unknown} */ fault) => {
    refused.push(fault instanceof Error ? fault.message : String(fault));
    return null;
  };
  const isLate = pause(4 * minute).then(() =>
    Promise.reject(new Error('not in after four minutes')),
  );
  isLate.catch(() => undefined);
  const everybody = rooms.flatMap(({ slug }, nth) =>
    [...Array(students).keys()].map(async (student) => {
      await pause(((student * classes + nth) / (classes * students)) * minute);
      const login = `student-${nth}-${student}`;
      const visitor = await timed(times.signIns, () => school.signIn(login));
      return Promise.race([enter(visitor, slug, times.passes), isLate]);
    }),
  );
  const teachers = rooms.map(async ({ teacher, slug }, nth) => {
    await pause((nth / classes) * minute);
    await startLesson(teacher, slug);
  });
  const began = performance.now();
  const [streams] = await Promise.all([
    Promise.all(everybody.map((one) => one.catch(refuse))),
    Promise.all(teachers.map((one) => one.catch(refuse))),
    standBy(bystanders, lesson.slug, times.byPasses).catch(refuse),
  ]);
  const allIn = (performance.now() - began) / 1_000;
  for (const stream of streams) stream?.close();
  await pause(minute);
  const memory = homeroom.memory() / megabyte;
  await homeroom.stop();
  const count = classes * students;
  return [
    {
      what: `the bell: refused, of ${count} students, ${classes} teachers and ${bystanders.length} who are in already`,
      value: refused.length,
      budget: 0,
      unit: 'people',
      how: [`all in after ${allIn.toFixed(0)} s`, ...new Set(refused)].slice(0, 5).join('; '),
    },
    row('a sign-in at the bell, p99', times.signIns, single.signIn),
    row('a pass at the bell, p99', times.passes, single.pass),
    row("bystanders' pass at the bell, p99", times.byPasses, single.pass),
    { what: 'memory a minute after the bell', value: memory, budget: 200, unit: 'MB' },
  ];
}
