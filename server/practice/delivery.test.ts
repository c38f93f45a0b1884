import { expect, it, vi } from 'vitest';
import type { MeetingEvent } from '../lessons/meeting-adapter.ts';
import { ids } from '../contract/testing/ids.ts';
import { createDelivery } from './delivery.ts';

const silent = { info: () => {}, warn: () => {} };
const event = (personId: string): MeetingEvent => ({
  kind: 'promoted',
  slug: ids.slug('maths-7a'),
  lessonId: ids.lesson('lesson-1'),
  at: 0,
  personId: ids.person(personId),
});

it('delivers in order, the next when the last is settled', async () => {
  const delivery = createDelivery(silent);
  const gate = Promise.withResolvers<void>();
  const heard: MeetingEvent[] = [];
  delivery.push(event('first'));
  delivery.push(event('second'));
  delivery.start(async (one) => {
    heard.push(one);
    await gate.promise;
  });
  await Promise.resolve();
  expect(heard).toEqual([event('first')]);
  gate.resolve();
  await vi.waitFor(() => expect(heard).toEqual([event('first'), event('second')]));
});

it('delivers a rejected event again, before any other', async () => {
  const delivery = createDelivery(silent);
  const heard: MeetingEvent[] = [];
  delivery.push(event('first'));
  delivery.push(event('second'));
  delivery.start(async (one) => {
    heard.push(one);
    if (heard.length < 3) throw new Error('the database is away');
  });
  const expected = [event('first'), event('first'), event('first'), event('second')];
  await vi.waitFor(() => expect(heard).toEqual(expected));
});

it('stops while an event is rejected again and again', async () => {
  const delivery = createDelivery(silent);
  delivery.push(event('first'));
  delivery.start(() => Promise.reject(new Error('never')));
  await Promise.resolve();
  await expect(delivery.close()).resolves.toBeUndefined();
});

it('delivers what happens after a silence', async () => {
  const delivery = createDelivery(silent);
  const heard: MeetingEvent[] = [];
  delivery.start(async (one) => void heard.push(one));
  await Promise.resolve();
  delivery.push(event('first'));
  await vi.waitFor(() => expect(heard).toEqual([event('first')]));
  delivery.push(event('second'));
  await vi.waitFor(() => expect(heard).toEqual([event('first'), event('second')]));
});
