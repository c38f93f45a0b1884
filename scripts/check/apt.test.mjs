import { describe, expect, it } from 'vitest';
import { whyLeaveAlone, wouldChange } from './apt.mjs';

describe('a machine', () => {
  it('is left alone when Jitsi is configured on it', () => {
    expect(whyLeaveAlone((path) => path === '/etc/jitsi')).toContain('/etc/jitsi');
  });

  it('is good for tests otherwise', () => {
    expect(whyLeaveAlone(() => false)).toBeNull();
  });
});

describe('installing packages', () => {
  it('would change nothing when all of them are new', () => {
    const plan = 'Inst libevent-2.1-7 (2.1.12 Debian:12 [amd64])\nConf libevent-2.1-7 (2.1.12)';
    expect(wouldChange(plan)).toEqual([]);
  });

  it('is refused when it would upgrade or remove another', () => {
    const plan = 'Inst libssl3 [3.0.15] (3.0.17 Debian:12 [amd64])\nRemv apache2 [2.4.62]';
    expect(wouldChange(plan)).toEqual(['libssl3', 'apache2']);
  });
});
