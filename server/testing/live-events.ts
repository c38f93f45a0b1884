/** Reads an event stream in a test. */
import { LiveEvent } from '../contract/live.ts';

/** Reads on to the first event that fits. */
export async function eventOf(
  events: AsyncGenerator<LiveEvent>,
  isIt: (event: LiveEvent) => boolean,
): Promise<void> {
  for (;;) {
    const { value, done } = await events.next();
    if (done) throw new Error('the stream ended before');
    if (isIt(value)) return;
  }
}

/** What a stream says, parsed as the page parses it; beats are no events. `return` leaves the stream. */
export async function* readEvents(response: Response): AsyncGenerator<LiveEvent> {
  let text = '';
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) return;
      text += new TextDecoder().decode(value);
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      yield* parts.flatMap(eventIn);
    }
  } finally {
    await reader?.cancel();
  }
}

function eventIn(part: string): LiveEvent[] {
  const data = /^data: (.*)$/m.exec(part)?.[1];
  return data ? [LiveEvent.parse(JSON.parse(data))] : [];
}
