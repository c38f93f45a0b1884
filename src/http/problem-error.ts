import type { Problem } from '../../server/contract/problem.ts';

/** The server refused, and said why. Its sentence is found by `problem.code`. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.title, options);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** Nothing came back, or nothing that Homeroom wrote: no network, a proxy's error page. */
export class OfflineError extends Error {
  /** Something in front of Homeroom, such as nginx, answered in its place: the network works. */
  readonly isServerDown: boolean;

  constructor(cause?: unknown, isServerDown = false) {
    super('The server cannot be reached', { cause });
    this.name = 'OfflineError';
    this.isServerDown = isServerDown;
  }
}
