/**
 * The page's WebSocket: says `enter` with the pass whenever it is open, and
 * comes back by itself when it is cut, until it is told that it is over.
 */
import type { FromPage, FromServer, Wish } from '../../server/practice/wire.ts';

export type PracticeConnection = { wish(wish: Wish): void; close(): void };

type Parts = {
  address: string;
  room: string;
  pass: string;
  onMessage: (message: FromServer) => void;
  onCut: () => void;
};

const firstBackoffMs = 300;
const maxBackoffMs = 5_000;
/** The server's close codes after which coming back is pointless: `server/practice/socket.ts`. */
const lastCodes = [4000, 1008];

export function connect({ address, room, pass, onMessage, onCut }: Parts): PracticeConnection {
  let backoffMs = firstBackoffMs;
  let socket = open();
  let isOver = false;
  let again: ReturnType<typeof setTimeout> | undefined;

  function open(): WebSocket {
    const opened = new WebSocket(address);
    opened.addEventListener('open', () => say(opened, { kind: 'enter', room, pass }));
    opened.addEventListener('message', (event: MessageEvent<string>) => {
      backoffMs = firstBackoffMs;
      const message: FromServer = JSON.parse(event.data);
      onMessage(message);
    });
    opened.addEventListener('close', ({ code }) => {
      if (isOver || lastCodes.includes(code)) return;
      onCut();
      again = setTimeout(() => (socket = open()), backoffMs);
      backoffMs = Math.min(backoffMs * 2, maxBackoffMs);
    });
    return opened;
  }

  return {
    wish: (wish) => say(socket, wish),
    close() {
      isOver = true;
      clearTimeout(again);
      socket.close();
    },
  };
}

function say(socket: WebSocket, message: FromPage): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}
