// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import type { ProblemCode } from '../../server/contract/problem.ts';
import { createQueryClient } from '../app/query-client.ts';
import { pageData, student } from '../testing/sample.ts';
import { sessionQuery } from './api/session.ts';
import { OfflineError, ProblemError } from '../http/problem-error.ts';
import { noticeEnd, useEndOfSession } from './session-end.ts';

const refusal = (code: ProblemCode) =>
  new ProblemError({ code, status: 401, title: '', requestId: 'r' });

let queries: ReturnType<typeof createQueryClient>;
const isSignedIn = () => queries.getQueryData(sessionQuery().queryKey) !== null;

beforeEach(() => {
  queries = createQueryClient(pageData(student, []));
  useEndOfSession.setState({ why: null });
  window.history.replaceState(null, '', '/');
});

describe('an answer that says the session is over', () => {
  it('ends it on the page, with the reason', () => {
    noticeEnd(queries, refusal('session-expired'), ['rooms', 'list']);
    expect(isSignedIn()).toBe(false);
    expect(useEndOfSession.getState().why).toBe('expired');
  });

  it('ends it where nobody is signed in any more', () => {
    noticeEnd(queries, refusal('not-signed-in'));
    expect(useEndOfSession.getState().why).toBe('signed-out');
  });

  it.each([refusal('teachers-only'), new OfflineError(), new Error('bug')])(
    'is not any other failure: %s',
    (error) => {
      noticeEnd(queries, error);
      expect(isSignedIn()).toBe(true);
    },
  );

  it('never strikes in a meeting or on its waiting page', () => {
    window.history.replaceState(null, '', '/homeroom/rooms/maths-7a-x1');
    noticeEnd(queries, refusal('session-expired'), ['rooms', 'list']);
    noticeEnd(queries, refusal('session-expired'), ['session']);
    noticeEnd(queries, refusal('session-expired'));
    expect(isSignedIn()).toBe(true);
  });

  it('is believed there when the room itself says so', () => {
    window.history.replaceState(null, '', '/homeroom/rooms/maths-7a-x1');
    noticeEnd(queries, refusal('session-expired'), ['rooms', 'one', 'maths-7a-x1']);
    expect(isSignedIn()).toBe(false);
  });
});
