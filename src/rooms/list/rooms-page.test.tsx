// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ids } from '../../../server/contract/testing/ids.ts';
import { pageData, lesson, noon, room, student, teacher } from '../../testing/sample.ts';
import { show } from '../../testing/show.tsx';
import RoomsPage from './rooms-page.tsx';

const own = room({ affiliation: 'owner' });

beforeEach(() => {
  vi.stubGlobal(
    'EventSource',
    class extends EventTarget {
      close() {}
    },
  );
  vi.setSystemTime(noon);
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const answerWith = (status: number, body: unknown, type = 'application/json') => {
  const fetched = vi.fn<typeof fetch>(
    async () => new Response(JSON.stringify(body), { status, headers: { 'content-type': type } }),
  );
  vi.stubGlobal('fetch', fetched);
  return fetched;
};

describe("a teacher's dashboard", () => {
  it('starts a lesson by one press, and goes in', async () => {
    const fetched = answerWith(200, { ...own, lesson: lesson({ state: 'opening' }) });
    show(<RoomsPage />, pageData(teacher, [own]));
    fireEvent.click(screen.getByRole('button', { name: 'Start lesson in Maths 7a' }));
    await waitFor(() => expect(window.location.pathname).toBe('/homeroom/rooms/maths-7a-x1'));
    expect(fetched.mock.calls[0]?.[0]).toBe('/homeroom/api/rooms/maths-7a-x1/lesson');
  });

  it('says who is in and who waits', () => {
    const register = {
      present: [
        {
          id: ids.person('p3'),
          name: 'Gül',
          affiliation: 'member' as const,
          isPromoted: false,
          inBreakout: false,
        },
      ],
      waiting: [
        { id: ids.person('p4'), name: 'Ivo' },
        { id: ids.person('p5'), name: 'Hana' },
      ],
      removed: [],
    };
    show(<RoomsPage />, pageData(teacher, [{ ...own, lesson: lesson({ register }) }]));
    expect(screen.getByText(/1 person is in · 2 wait/)).toBeTruthy();
    expect(screen.getByText('Lesson since', { exact: false }).textContent).toContain('11:51');
  });

  it('says how many wait before the lesson', () => {
    show(<RoomsPage />, pageData(teacher, [{ ...own, waitingCount: 2 }]));
    expect(screen.getByText('2 people are waiting')).toBeTruthy();
  });

  it('creates a room by a name alone', async () => {
    const fetched = answerWith(
      201,
      room({ slug: ids.slug('art-x2'), name: 'Art', affiliation: 'owner' }),
    );
    show(<RoomsPage />, pageData(teacher, []));
    fireEvent.change(screen.getByLabelText('Name of a new room'), { target: { value: 'Art' } });
    fireEvent.click(screen.getByRole('button', { name: 'Create room' }));
    expect(await screen.findByRole('heading', { name: 'Art' })).toBeTruthy();
    expect(fetched.mock.calls[0]?.[1]?.body).toBe('{"name":"Art"}');
  });

  it('asks for a name before it asks the server', () => {
    const fetched = answerWith(500, {});
    show(<RoomsPage />, pageData(teacher, []));
    fireEvent.click(screen.getByRole('button', { name: 'Create room' }));
    expect(screen.getByRole('alert').textContent).toBe('Please type a name first.');
    expect(fetched).not.toHaveBeenCalled();
  });

  it('says in words why a lesson cannot be started', async () => {
    const problem = {
      code: 'meeting-server-not-ready',
      status: 503,
      title: '',
      requestId: 'req-7',
    };
    answerWith(503, problem, 'application/problem+json');
    show(<RoomsPage />, pageData(teacher, [own]));
    fireEvent.click(screen.getByRole('button', { name: 'Start lesson in Maths 7a' }));
    expect(await screen.findByText(/meeting server is not ready.*req-7/)).toBeTruthy();
  });

  it('keeps archived rooms out of the way', () => {
    show(<RoomsPage />, pageData(teacher, [{ ...own, isArchived: true }]));
    expect(screen.queryByRole('button', { name: /Start lesson/ })).toBeNull();
  });
});

describe("a student's class list", () => {
  it('shows no way to create a room, to start a lesson or to configure one', () => {
    show(<RoomsPage />, pageData(student, [room()]));
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.queryByRole('button')).toBeNull();
    expect(screen.queryByText('Settings')).toBeNull();
  });

  it('puts what is open now on top, and the rest under its class', () => {
    const open = room({ slug: ids.slug('art-x2'), name: 'Art', lesson: lesson() });
    show(<RoomsPage />, pageData(student, [room(), open]));
    const titles = screen.getAllByRole('heading').map(({ textContent }) => textContent);
    expect(titles).toEqual(['Your rooms', 'Open now', 'Art', '7a', 'Maths 7a']);
  });

  it('lets a student wait at the door of a room without a lesson', () => {
    show(<RoomsPage />, pageData(student, [room()]));
    expect(screen.getByText('No lesson now')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Wait at the door of Maths 7a' })).toBeTruthy();
  });

  it('offers no way in to who was removed', () => {
    show(<RoomsPage />, pageData(student, [room({ lesson: lesson({ isRemoved: true }) })]));
    expect(screen.getByText('You were removed from this lesson')).toBeTruthy();
    expect(screen.queryByRole('link', { name: /Go in/ })).toBeNull();
  });

  it('says so when there is no room yet', () => {
    show(<RoomsPage />, pageData(student, []));
    expect(screen.getByText(/no room for your classes yet/)).toBeTruthy();
  });
});
