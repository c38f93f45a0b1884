/** Structured logs: one JSON object a line, never a secret. */
import { pino } from 'pino';

export type Log = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

/**
 * Fields whose values never reach the log, at the top and one level down. Callers should not hand
 * them over in the first place; this is a second line of defence.
 */
const secretNames = [
  'pass',
  'jwt',
  'token',
  'idToken',
  'accessToken',
  'cookie',
  'password',
  'secret',
  'authorization',
  'nonce',
];

/** @param write takes one line, its line break included */
export function createLog(
  level: 'debug' | 'info' | 'warn' | 'error',
  write: (line: string) => void,
): Log {
  const paths = secretNames.flatMap((name) => [name, `*.${name}`]);
  return pino(
    { level, base: null, redact: paths, timestamp: pino.stdTimeFunctions.isoTime },
    { write },
  );
}
