// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveEvent } from '../../server/contract/live.ts';
import { connect, type Connection, type ConnectionState } from './connection.ts';

class Source extends EventTarget {
  static all: Source[] = [];
  isClosed = false;

  constructor() {
    super();
    Source.all.push(this);
  }

  close() {
    this.isClosed = true;
  }

  say(event: LiveEvent) {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) }));
  }
}

const hello: LiveEvent = { kind: 'hello', now: 1 };
const latest = () => Source.all.at(-1);

let connection: Connection;
let heard: LiveEvent[];
let states: ConnectionState[];
let failures: number;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Source);
  Source.all = [];
  heard = [];
  states = [];
  failures = 0;
  connection = connect(
    '/homeroom/api/live',
    {
      onEvent: (event) => heard.push(event),
      onState: (state) => states.push(state),
      onFailure: () => (failures += 1),
    },
    () => 1,
  );
});

afterEach(() => {
  connection.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the event stream', () => {
  it('hands on what the server says', () => {
    latest()?.say(hello);
    expect(heard).toEqual([hello]);
    expect(states.at(-1)).toBe('connected');
  });

  it('comes back by itself after the server is gone, at longer and longer intervals', () => {
    latest()?.dispatchEvent(new Event('error'));
    expect(failures).toBe(1);
    vi.advanceTimersByTime(500);
    expect(Source.all).toHaveLength(2);
    latest()?.dispatchEvent(new Event('error'));
    vi.advanceTimersByTime(999);
    expect(Source.all).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(Source.all).toHaveLength(3);
  });

  it('begins with short intervals again once it has heard something', () => {
    for (let failure = 0; failure < 5; failure += 1) {
      latest()?.dispatchEvent(new Event('error'));
      vi.advanceTimersByTime(30_000);
    }
    latest()?.say(hello);
    const before = Source.all.length;
    latest()?.dispatchEvent(new Event('error'));
    vi.advanceTimersByTime(500);
    expect(Source.all).toHaveLength(before + 1);
  });

  it('takes a silent line for a dead one', () => {
    latest()?.say(hello);
    vi.advanceTimersByTime(40_000);
    expect(Source.all[0]?.isClosed).toBe(true);
    expect(failures).toBe(1);
  });

  it('lives on as long as the server beats', () => {
    for (let beats = 0; beats < 10; beats += 1) {
      vi.advanceTimersByTime(15_000);
      latest()?.dispatchEvent(new MessageEvent('beat', { data: '' }));
    }
    expect(Source.all).toHaveLength(1);
  });

  it('opens a new one as soon as the network is back', () => {
    latest()?.dispatchEvent(new Event('error'));
    window.dispatchEvent(new Event('online'));
    expect(Source.all).toHaveLength(2);
  });

  it('stays closed', () => {
    connection.close();
    window.dispatchEvent(new Event('online'));
    vi.advanceTimersByTime(120_000);
    expect(Source.all).toHaveLength(1);
    expect(latest()?.isClosed).toBe(true);
  });
});
