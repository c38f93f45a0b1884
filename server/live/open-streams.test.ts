import { describe, expect, it } from 'vitest';
import { ids } from '../contract/testing/ids.ts';
import { createOpenStreams } from './open-streams.ts';
import type { Stream } from './streams.ts';

function streamOf(personId: string, about: Partial<Pick<Stream, 'slug' | 'mayWait'>> = {}): Stream {
  return {
    actor: {
      personId: ids.person(personId),
      name: personId.toUpperCase(),
      role: 'student',
      isAdmin: false,
      classes: [],
      sessionRef: ids.session(`session of ${personId}`),
      authTime: null,
      isShared: false,
      lingering: null,
    },
    slug: ids.slug('maths'),
    roomId: ids.room('maths'),
    mayWait: true,
    told: new Map(),
    send: () => undefined,
    sendText: () => undefined,
    close: () => undefined,
    ...about,
  };
}

describe('who waits for a room', () => {
  it('is who has its page open, each person once, and no organizer', () => {
    const open = createOpenStreams();
    open.add(streamOf('finn'));
    open.add(streamOf('finn'));
    open.add(streamOf('gul', { slug: ids.slug('german') }));
    open.add(streamOf('hana', { slug: null }));
    open.add(streamOf('ada', { mayWait: false }));
    expect(open.waitingIn(ids.slug('maths'))).toEqual([{ id: 'finn', name: 'FINN' }]);
  });

  it('waits no longer once the last page of it is closed', () => {
    const open = createOpenStreams();
    const [one, other] = [streamOf('finn'), streamOf('finn')];
    open.add(one);
    open.add(other);
    expect(open.remove(one)).toBe(true);
    expect(open.waitingIn(ids.slug('maths'))).toHaveLength(1);
    expect(open.remove(other)).toBe(true);
    expect(open.remove(other)).toBe(false);
    expect(open.waitingIn(ids.slug('maths'))).toEqual([]);
  });
});

describe('the streams of a session', () => {
  it('are counted, and known to be in a room or in none', () => {
    const open = createOpenStreams();
    open.add(streamOf('finn', { slug: null }));
    expect(open.countOf(ids.session('session of finn'))).toBe(1);
    expect(open.countOf(ids.session('session of gul'))).toBe(0);
    expect(open.isInARoom(ids.session('session of finn'))).toBe(false);
    open.add(streamOf('finn'));
    expect(open.isInARoom(ids.session('session of finn'))).toBe(true);
  });
});
