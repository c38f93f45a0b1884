import { act, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { pageData, noon, sessionOf, student } from '../testing/sample.ts';
import { show } from '../testing/show.tsx';
import { sessionQuery } from './api/session.ts';
import { useEndsSoon } from './use-ends-soon.ts';

const minutes = 60_000;

const Word = () => <p>{useEndsSoon() ? 'soon' : 'not yet'}</p>;

function showWith(idleEndsAt: number) {
  const given = pageData(student);
  return show(<Word />, { ...given, session: { ...sessionOf(student), idleEndsAt } });
}

describe('that a session ends soon', () => {
  it.each([
    [4, 'soon'],
    [6, 'not yet'],
  ])('is said of one with %i minutes left: %s', (left, word) => {
    showWith(noon + left * minutes);
    expect(screen.getByText(word)).toBeDefined();
  });

  it('is not said any more of one that has just been kept', () => {
    const { queries } = showWith(noon + 4 * minutes);
    act(() => {
      queries.setQueryData(sessionQuery().queryKey, sessionOf(student));
    });
    expect(screen.getByText('not yet')).toBeDefined();
  });
});
