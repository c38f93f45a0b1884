// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { TeachersFound } from '../../../server/contract/room.ts';
import { pageData, teacher } from '../../testing/sample.ts';
import { show } from '../../testing/show.tsx';
import { FindTeacher } from './find-teacher.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const bo = { ref: 'subject:bo', name: 'Bo Berg', detail: 'bo' };

function search(found: TeachersFound) {
  vi.stubGlobal('fetch', async () => Response.json(found));
  show(<FindTeacher about={undefined} onAdd={() => {}} />, pageData(teacher));
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'Be' } });
}

it('says how many were found', async () => {
  search({ teachers: [bo], isCut: false, isPartial: false });
  expect(await screen.findByText('1 person found')).toBeDefined();
  expect(screen.queryByText(/directory did not answer/)).toBeNull();
});

it('says that there are more than it lists', async () => {
  search({ teachers: [bo], isCut: true, isPartial: false });
  expect(await screen.findByText(/More people fit than are listed/)).toBeDefined();
});

it('says that the directory did not answer, and never just that nobody was found', async () => {
  search({ teachers: [], isCut: false, isPartial: true });
  expect(await screen.findByText(/Nobody found.*directory did not answer/)).toBeDefined();
});
