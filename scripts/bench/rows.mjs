/** What is measured. Each row says its budget; DESIGN's table says why these. */
import { spawnSync } from 'node:child_process';
import { bell } from './bell.mjs';
import { aRoomWithPeople } from './lesson.mjs';
import { load } from './load.mjs';
import { paint } from './paint.mjs';
import { createRoom, passPath, runSchool, startLesson } from './school.mjs';
import { runHomeroom, runServer } from './server-process.mjs';
import { openStreams, percentile } from './streams.mjs';
import { Visitor } from './visitor.mjs';

/**
 * @typedef {object} Row
 * @property {string} what
 * @property {number} value
 * @property {number} budget
 * @property {string} unit
 * @property {string} [how] the two numbers behind a ratio
 *
 * @typedef {{ name: string, measure: () => Promise<Row[]> }} Measurement
 */

const megabyte = 1_000_000;

/** @param {number[]} values */
const median = (values) => percentile(values, 0.5);

/** @param {number} value */
const text = (value) => value.toFixed(value < 10 ? 2 : 0);

/**
 * Compares rounds that were measured in turn, so that whatever else the machine does affects both.
 * @param {number[]} ours
 * @param {number[]} theirs
 * @param {string} unit
 */
function ratioOf(ours, theirs, unit) {
  const ratios = ours.map((value, round) => value / (theirs[round] ?? Number.NaN));
  const range = `${text(Math.min(...ratios))} to ${text(Math.max(...ratios))}`;
  return {
    value: median(ratios),
    how: `${text(median(ours))} ${unit}, ${text(median(theirs))} ${unit}; ${range}`,
  };
}

/** @returns {number} milliseconds */
function emptyNode() {
  const began = performance.now();
  spawnSync(process.execPath, ['--eval', '0']);
  return performance.now() - began;
}

async function start() {
  const ready = [];
  const empty = [];
  const memory = [];
  for (let nth = 0; nth < 5; nth += 1) {
    const homeroom = await runHomeroom();
    ready.push(homeroom.readyAfter);
    memory.push(homeroom.memory() / megabyte);
    await homeroom.stop();
    empty.push(emptyNode());
  }
  const [ours, theirs] = [median(ready), median(empty)];
  return [
    {
      what: 'start to ready',
      value: ours / theirs,
      budget: 5,
      unit: '× node starting empty',
      how: `${ours.toFixed(0)} ms, ${theirs.toFixed(0)} ms`,
    },
    { what: 'memory at rest', value: median(memory), budget: 110, unit: 'MB' },
  ];
}

/**
 * Microseconds of a server's CPU per request.
 * @param {import('./server-process.mjs').ServerProcess} server
 * @param {readonly import('./load.mjs').Question[]} questions
 */
async function cpuPerRequest(server, questions) {
  const times = 1_000;
  const before = server.cpu();
  await load(questions, times);
  return (server.cpu() - before) / times;
}

/** One session gets thirty passes at once, one person sixty: so many persons, two sessions each. */
const persons = 150;

async function passes() {
  const school = await runSchool({ classes: 1, students: persons });
  const { homeroom } = school;
  const hello = await runServer(['scripts/bench/hello.mjs'], '/');
  const teacher = await school.teacher(0);
  const slug = await createRoom(teacher, 0);
  await startLesson(teacher, slug);
  /** @type {import('./load.mjs').Question[]} */
  const questions = [];
  for (let nth = 0; nth < persons * 2; nth += 1) {
    const { cookie } = await school.signIn(`student-0-${nth % persons}`);
    questions.push({
      url: homeroom.url + passPath(slug),
      method: 'POST',
      headers: { cookie, origin: homeroom.url, 'content-type': 'application/json' },
      body: '{}',
    });
  }
  const hellos = questions.map((question) => ({ ...question, url: `${hello.url}/` }));
  /** @type {number[]} */
  const ours = [];
  /** @type {number[]} */
  const theirs = [];
  await load(questions, 1_500);
  await load(hellos, 1_500);
  for (let round = 0; round < 5; round += 1) {
    ours.push(await cpuPerRequest(homeroom, questions));
    theirs.push(await cpuPerRequest(hello, hellos));
  }
  await Promise.all([homeroom.stop(), hello.stop()]);
  return [
    {
      what: 'a pass, CPU',
      ...ratioOf(ours, theirs, 'µs'),
      budget: 8,
      unit: "× the bare framework's hello",
    },
  ];
}

const waiting = 2_000;

/** A session may have thirty streams; a person in a class has one or two. */
const streamsPerSession = 25;

/**
 * @param {string} url Homeroom's address
 * @returns {Promise<string[]>} cookies of as many sessions as it takes
 */
async function sessionsForAll(url) {
  const cookies = [];
  for (let open = 0; open < waiting; open += streamsPerSession) {
    cookies.push((await new Visitor(url).signIn('finn', 'finn')).cookie);
  }
  return cookies;
}

/**
 * Milliseconds until 99 of 100 have heard it.
 * @param {import('./streams.mjs').Streams} streams
 * @param {() => Promise<unknown>} tell
 */
async function toldAfter(streams, tell) {
  const heard = streams.heard();
  const began = performance.now();
  await tell();
  return percentile(await heard, 0.99) - began;
}

async function fanOut() {
  const { homeroom, startLesson, endLesson } = await aRoomWithPeople();
  const cookies = await sessionsForAll(homeroom.url);
  const bare = await runServer(['scripts/bench/bare-fan-out.mjs'], '/');
  const live = `${homeroom.url}/homeroom/api/live`;
  const cookieOf = (/** @type {number} */ nth) => cookies[nth % cookies.length] ?? '';
  const ourStreams = await openStreams(live, (nth) => ({ cookie: cookieOf(nth) }), waiting);
  const memory = homeroom.memory() / megabyte;
  const theirStreams = await openStreams(`${bare.url}/stream`, () => ({}), waiting);
  const tell = () => fetch(`${bare.url}/tell`);
  /** @type {number[]} */
  const ours = [];
  /** @type {number[]} */
  const theirs = [];
  for (let round = 0; round < 5; round += 1) {
    ours.push(await toldAfter(ourStreams, startLesson));
    theirs.push(await toldAfter(theirStreams, tell));
    // Its end is told, too: what comes next must be the next start.
    await toldAfter(ourStreams, endLesson);
  }
  ourStreams.close();
  theirStreams.close();
  await Promise.all([homeroom.stop(), bare.stop()]);
  return [
    {
      what: `lesson start told to ${waiting} waiting pages, p99`,
      ...ratioOf(ours, theirs, 'ms'),
      budget: 2,
      unit: '× a bare fan-out',
    },
    { what: `memory with ${waiting} streams`, value: memory, budget: 250, unit: 'MB' },
  ];
}

/** @type {readonly Measurement[]} */
export const measurements = [
  { name: 'start', measure: start },
  { name: 'pass', measure: passes },
  { name: 'fan-out', measure: fanOut },
  { name: 'paint', measure: paint },
  { name: 'bell', measure: bell },
];
