// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ids } from '../../../server/contract/testing/ids.ts';
import type { RoomView } from '../../../server/contract/room.ts';
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

  /** What the server says of the school's classes, and of the room that is made. */
  function answerToCreate() {
    const made = room({ slug: ids.slug('art-x2'), name: 'Art 7a', affiliation: 'owner' });
    const fetched = vi.fn<typeof fetch>(async (_, request) =>
      request?.method === 'POST'
        ? Response.json(made, { status: 201 })
        : Response.json({ classes: ['7a', '7b'], isPartial: false, rooms: [] }),
    );
    vi.stubGlobal('fetch', fetched);
    return () => {
      const posted = fetched.mock.calls.find(([, request]) => request?.method === 'POST');
      const body = posted?.[1]?.body;
      return typeof body === 'string' ? JSON.parse(body) : null;
    };
  }
  const type = async (label: string, value: string) =>
    fireEvent.change(await screen.findByLabelText(label), { target: { value } });
  const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

  it('creates a room by a name alone, for the class that stands in it', async () => {
    const posted = answerToCreate();
    show(<RoomsPage />, pageData(teacher, []));
    await type('Name of a new room', 'Art 7a');
    await screen.findByRole('button', { name: 'Remove 7a' });
    press('Create room');
    const link = await screen.findByRole('link', { name: 'Art 7a' });
    expect(posted()).toEqual({
      name: 'Art 7a',
      classes: ['7a'],
      colour: 'green',
      picture: 'palette',
    });
    await waitFor(() => expect(document.activeElement).toBe(link));
  });

  it('leaves out a class that was taken off, and takes what was typed last', async () => {
    const posted = answerToCreate();
    show(<RoomsPage />, pageData(teacher, []));
    await type('Name of a new room', 'Art 7a');
    fireEvent.click(await screen.findByRole('button', { name: 'Remove 7a' }));
    await type('Name of a new room', 'Art 7a and more');
    await type('For which class?', '7b');
    press('Create room');
    await waitFor(() => expect(posted()).toMatchObject({ classes: ['7b'] }));
  });

  it('has a button for it when there are rooms, and takes a colour that no other has', async () => {
    const posted = answerToCreate();
    show(<RoomsPage />, pageData(teacher, [own]));
    expect(screen.queryByLabelText('Name of a new room')).toBeNull();
    press('New room');
    await type('Name of a new room', 'Guests');
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByLabelText('Name of a new room')),
    );
    press('Create room');
    await waitFor(() =>
      expect(posted()).toMatchObject({ classes: [], colour: 'turquoise', picture: null }),
    );
    expect(await screen.findByRole('button', { name: 'New room' })).toBeTruthy();
  });

  it('asks for a name before it asks the server', async () => {
    const posted = answerToCreate();
    show(<RoomsPage />, pageData(teacher, []));
    fireEvent.click(await screen.findByRole('button', { name: 'Create room' }));
    expect(screen.getByRole('alert').textContent).toBe('Please type a name first.');
    expect(posted()).toBeNull();
  });

  it('says that no student sees a room without a class, with the cure beside it', async () => {
    show(<RoomsPage />, pageData(teacher, [{ ...own, classes: [] }]));
    expect(await screen.findByText(/Students cannot see this room/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Choose classes for Maths 7a' })).toBeTruthy();
  });

  it('puts a lesson first, then what was used last, then what is new', () => {
    const at = (slug: string, about: Partial<RoomView>) => ({
      ...own,
      slug: ids.slug(slug),
      name: slug,
      ...about,
    });
    const rooms = [
      at('a-never', {}),
      at('b-new', { createdAt: noon - 2_000 }),
      at('c-used', { createdAt: 1, lastUsedAt: noon - 1_000 }),
      at('d-running', { lesson: lesson() }),
    ];
    show(<RoomsPage />, pageData(teacher, rooms));
    const names = screen.getAllByRole('heading').map(({ textContent }) => textContent);
    expect(names.slice(0, 7)).toEqual([
      'Your rooms',
      'Open now',
      'd-running',
      'Your other rooms',
      'c-used',
      'b-new',
      'a-never',
    ]);
  });

  it('offers to start again what has just ended', () => {
    show(<RoomsPage />, pageData(teacher, [{ ...own, lesson: lesson({ state: 'ended' }) }]));
    const button = screen.getByRole('button', { name: 'Start again: Maths 7a' });
    expect(button.textContent).toBe('Start again');
  });

  const many = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      ...own,
      slug: ids.slug(`room-${at}`),
      name: `Latin ${at}`,
      classes: [`${at}b`],
    }));

  it('has no filter for eleven rooms', () => {
    show(<RoomsPage />, pageData(teacher, many(11)));
    expect(screen.queryByLabelText('Find one of your rooms')).toBeNull();
  });

  it('finds among twelve, by words in any order, and says how many', async () => {
    show(<RoomsPage />, pageData(teacher, many(12)));
    const field = await screen.findByRole('searchbox', { name: 'Find one of your rooms' });
    fireEvent.change(field, { target: { value: '7B lat' } });
    expect(await screen.findByText('1 room found')).toBeTruthy();
    expect(screen.getAllByRole('link', { name: /^Latin/ })).toHaveLength(1);
    fireEvent.change(field, { target: { value: 'greek' } });
    expect(await screen.findByText('No room found')).toBeTruthy();
    fireEvent.change(field, { target: { value: ' ' } });
    expect(screen.getAllByRole('link', { name: /^Latin/ })).toHaveLength(12);
  });

  it('shows the first of sixty, the rest by a press, and finds among all', async () => {
    show(<RoomsPage />, pageData(teacher, many(60)));
    expect(screen.getAllByRole('link', { name: /^Latin/ })).toHaveLength(24);
    const field = await screen.findByRole('searchbox', { name: 'Find one of your rooms' });
    fireEvent.change(field, { target: { value: 'latin 59' } });
    expect(screen.getAllByRole('link', { name: /^Latin/ })).toHaveLength(1);
    fireEvent.change(field, { target: { value: '' } });
    fireEvent.click(await screen.findByRole('button', { name: 'Show all 60 rooms' }));
    expect(screen.getAllByRole('link', { name: /^Latin/ })).toHaveLength(60);
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

  const art = room({ slug: ids.slug('art-x2'), name: 'Art', lesson: lesson() });
  const titles = () => screen.getAllByRole('heading').map(({ textContent }) => textContent);

  it('puts what is open now on top, and does not say the one class of a student', () => {
    show(<RoomsPage />, pageData(student, [room(), art]));
    expect(titles()).toEqual(['Your rooms', 'Open now', 'Art', 'Your other rooms', 'Maths 7a']);
    expect(screen.queryByText('7a')).toBeNull();
  });

  it('puts the rest under its class, for who is in several', () => {
    const both = room({ slug: ids.slug('choir-x3'), name: 'Choir', classes: ['7a', 'Choir'] });
    const inTwo = { ...student, classes: ['7a', 'Choir'] };
    show(<RoomsPage />, pageData(inTwo, [room(), art, both]));
    expect(titles()).toEqual(['Your rooms', 'Open now', 'Art', '7a', 'Choir', 'Maths 7a']);
    // Beside the heading, and where the room is for both of the classes.
    expect(screen.getAllByText('7a')).toHaveLength(3);
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
