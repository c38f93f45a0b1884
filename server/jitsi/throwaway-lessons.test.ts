import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LessonId, Slug } from '../contract/ids.ts';
import type { Delivered, MeetingEvent, MeetingListener } from '../lessons/meeting-adapter.ts';
import type { Command } from './protocol.ts';
import { createThrowawayLessons, type ThrowawayPass } from './throwaway-lessons.ts';

const minute = 60_000;
let delivered: Command[];
let answer: () => Promise<Delivered>;
let signed: ThrowawayPass[];
let heard: MeetingEvent[];

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  delivered = [];
  signed = [];
  heard = [];
  answer = () => Promise.resolve({ kind: 'done' });
});
afterEach(() => {
  vi.useRealTimers();
});

function open() {
  let order = 0;
  return createThrowawayLessons({
    deliver(command) {
      delivered.push(command);
      return answer();
    },
    counter: { nextOrder: async () => ++order, lift: async () => false },
    clock: Date.now,
    sign(pass) {
      signed.push(pass);
      return `${pass.personId} ${pass.affiliation}`;
    },
    log: { info() {}, warn() {} },
  });
}

const listener: MeetingListener = {
  onEvent: async (event) => void heard.push(event),
  openLessons: async () => [],
};
const kinds = () => delivered.map(({ kind }) => kind);

describe('a throwaway lesson', () => {
  it('is in a room that no Room can be, and its passes are for that room alone', async () => {
    const lesson = await open().open();
    expect(lesson?.slug).toMatch(/^homeroom--doctor-[a-z0-9]+$/);
    expect(new Set(signed.map(({ slug }) => slug))).toEqual(new Set([lesson?.slug]));
    expect(new Set(signed.map(({ lessonId }) => lessonId))).toEqual(new Set([lesson?.lessonId]));
    expect(signed.every(({ personId }) => personId.startsWith('doctor-'))).toBe(true);
    expect(Math.max(...signed.map(({ expiresAt }) => expiresAt))).toBe(Date.now() + 3 * minute);
  });

  it('ends by itself, whatever became of who asked for it', async () => {
    await open().open();
    await vi.advanceTimersByTimeAsync(3 * minute);
    expect(kinds()).toEqual(['open', 'end']);
  });

  it('is ended once', async () => {
    const lessons = open();
    const lesson = await lessons.open();
    await lessons.end(lesson?.lessonId ?? LessonId.parse(''));
    await lessons.end(lesson?.lessonId ?? LessonId.parse(''));
    await vi.advanceTimersByTimeAsync(5 * minute);
    expect(kinds()).toEqual(['open', 'end']);
  });

  it('is ended later where Prosody was away', async () => {
    const lessons = open();
    const lesson = await lessons.open();
    answer = () => Promise.reject(new Error('away'));
    await expect(lessons.end(lesson?.lessonId ?? LessonId.parse(''))).rejects.toThrow('away');
    answer = () => Promise.resolve({ kind: 'done' });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(kinds()).toEqual(['open', 'end', 'end']);
  });

  it('that Prosody did not acknowledge is ended all the same: it may be open there', async () => {
    answer = () => Promise.reject(new Error('no answer'));
    await expect(open().open()).rejects.toThrow('no answer');
    expect(kinds()).toEqual(['open', 'end']);
  });

  it('is one of four at most', async () => {
    const lessons = open();
    for (let count = 0; count < 4; count++) expect(await lessons.open()).not.toBeNull();
    expect(await lessons.open()).toBeNull();
  });
});

describe('Homeroom’s own lessons', () => {
  it('hear nothing of it, and everything of others', async () => {
    const lessons = open();
    const lesson = await lessons.open();
    if (!lesson) throw new Error('not opened');
    const { onEvent } = lessons.keepApart(listener);
    const { slug, lessonId } = lesson;
    const people = { occupants: [], promoted: [], removed: [] };
    const another = { slug: Slug.parse('maths-1'), lessonId: LessonId.parse('l-1') };
    await onEvent({ kind: 'ended', at: 1, slug, lessonId, reason: 'organizers-left' });
    await onEvent({ kind: 'ended', at: 2, ...another, reason: 'organizers-left' });
    await onEvent({
      kind: 'snapshot',
      at: 3,
      lessons: [
        { slug, lessonId, ...people },
        { ...another, ...people },
      ],
    });
    expect(heard).toEqual([
      { kind: 'ended', at: 2, ...another, reason: 'organizers-left' },
      { kind: 'snapshot', at: 3, lessons: [{ ...another, ...people }] },
    ]);
  });

  it('are not alone in the list that a Prosody asks for which has just started', async () => {
    const lessons = open();
    const lesson = await lessons.open();
    const { openLessons } = lessons.keepApart(listener);
    expect(await openLessons()).toMatchObject([{ lessonId: lesson?.lessonId }]);
    await lessons.end(lesson?.lessonId ?? LessonId.parse(''));
    expect(await openLessons()).toEqual([]);
  });
});
