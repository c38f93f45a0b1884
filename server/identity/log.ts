/** The part of the server's log that identity writes to. Never a password, a hash or a token. */
export type Log = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};
