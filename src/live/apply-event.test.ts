import { beforeEach, describe, expect, it } from 'vitest';
import { ids } from '../../server/contract/testing/ids.ts';
import { createQueryClient } from '../app/query-client.ts';
import { roomQuery, roomsQuery } from '../rooms/api/rooms.ts';
import { sessionQuery } from '../session/api/session.ts';
import { useEndOfSession } from '../session/session-end.ts';
import { pageData, lesson, room, sessionOf, student } from '../testing/sample.ts';
import { applyEvent } from './apply-event.ts';

const other = room({ slug: ids.slug('art-x2'), name: 'Art' });

let queries: ReturnType<typeof createQueryClient>;
const list = () => queries.getQueryData(roomsQuery().queryKey)?.map(({ slug }) => slug);

beforeEach(() => {
  queries = createQueryClient(pageData(student, [room(), other]));
  useEndOfSession.setState({ why: null });
});

describe('what an event changes', () => {
  it('shows a lesson that has started, in its place in the list', () => {
    applyEvent(queries, { kind: 'room', room: room({ lesson: lesson() }) });
    expect(list()).toEqual(['maths-7a-x1', 'art-x2']);
    expect(queries.getQueryData(roomsQuery().queryKey)?.[0]?.lesson?.state).toBe('running');
    expect(queries.getQueryData(roomQuery('maths-7a-x1').queryKey)?.lesson?.state).toBe('running');
  });

  it('adds a room that is new', () => {
    applyEvent(queries, { kind: 'room', room: room({ slug: ids.slug('new-x3') }) });
    expect(list()).toEqual(['maths-7a-x1', 'art-x2', 'new-x3']);
  });

  it("keeps a colleague's room that is visited out of one's own list", () => {
    applyEvent(queries, {
      kind: 'room',
      room: room({ slug: ids.slug('theirs-x4'), isVisit: true }),
    });
    expect(list()).toEqual(['maths-7a-x1', 'art-x2']);
  });

  it('drops a room that is gone', () => {
    applyEvent(queries, { kind: 'room-gone', slug: ids.slug('maths-7a-x1') });
    expect(list()).toEqual(['art-x2']);
  });

  it('takes over what changed about the person', () => {
    const session = sessionOf({ ...student, classes: ['7b'] });
    applyEvent(queries, { kind: 'session', session });
    expect(queries.getQueryData(sessionQuery().queryKey)).toEqual(session);
  });

  it('forgets everything when the session ends, and says why', () => {
    applyEvent(queries, { kind: 'session-ended', why: 'revoked' });
    expect(queries.getQueryData(sessionQuery().queryKey)).toBeNull();
    expect(list()).toBeUndefined();
    expect(useEndOfSession.getState().why).toBe('revoked');
  });
});
