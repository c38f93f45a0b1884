import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Speech } from './pages/language.ts';
import type { Purpose } from './purpose.ts';

/** One request about one sign-in that is under way. */
export type Flow = {
  req: IncomingMessage;
  res: ServerResponse;
  uid: string;
  speech: Speech;
  /** `null`: nothing but signing in. */
  purpose: Purpose | null;
};
