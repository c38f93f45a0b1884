import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Speech } from './pages/language.ts';

/** One request about one sign-in that is under way. */
export type Flow = { req: IncomingMessage; res: ServerResponse; uid: string; speech: Speech };
