// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { Route, Routes } from 'react-router';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Link } from '../ui/link.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { HistoryRouter } from './history-router.tsx';

beforeEach(() => {
  window.history.replaceState(null, '', '/');
  render(
    <HistoryRouter>
      <Link to="/homeroom/admin">go</Link>
      <Routes>
        <Route path="/" element={<PageHeading title="Home" />} />
        <Route path="/homeroom/admin" element={<PageHeading title="Admin" />} />
      </Routes>
    </HistoryRouter>,
  );
});
afterEach(cleanup);

const heading = () => screen.getByRole('heading');

describe('going from page to page', () => {
  it('leaves the focus alone on the first page', () => {
    expect(heading().textContent).toBe('Home');
    expect(document.activeElement).toBe(document.body);
  });

  it('goes where a link leads, titles the window, and puts the focus on the heading', () => {
    fireEvent.click(screen.getByText('go'));
    expect(window.location.pathname).toBe('/homeroom/admin');
    expect(document.title).toBe('Admin · Homeroom');
    expect(document.activeElement).toBe(heading());
  });

  it('goes back with the browser', async () => {
    fireEvent.click(screen.getByText('go'));
    act(() => window.history.back());
    await waitFor(() => expect(heading().textContent).toBe('Home'));
  });

  it('leaves a press with a key held to the browser', () => {
    fireEvent.click(screen.getByText('go'), { ctrlKey: true });
    expect(window.location.pathname).toBe('/');
  });
});
