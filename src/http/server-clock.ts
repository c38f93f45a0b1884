/** The server's clock, as far as this page knows it: shared tablets are often minutes wrong. */
let offset = 0;

/** Milliseconds since the epoch, by the server. */
export const serverNow = (): number => Date.now() + offset;

/** `now` as the server just said it. */
export function setServerClock(now: number): void {
  offset = now - Date.now();
}
