import { describe, expect, it } from 'vitest';
import { hashPassword, hashRandomPassword, verifyEvenly, verifyPassword } from './password.ts';

describe('a password', () => {
  it.each([
    ['that was chosen', hashPassword],
    ['that was drawn at random', hashRandomPassword],
  ])('%s opens its own account, and no other password does', async (_what, hash) => {
    const filed = await hash('abcd-efgh-jkmn');
    expect(await verifyEvenly('abcd-efgh-jkmn', filed)).toBe(true);
    expect(await verifyPassword('abcd-efgh-jkmn', filed)).toBe(true);
    expect(await verifyEvenly('abcd-efgh-jkmm', filed)).toBe(false);
  });

  it('of nobody opens nothing', async () => {
    expect(await verifyEvenly('', null)).toBe(false);
    expect(await verifyEvenly('abcd-efgh-jkmn', null)).toBe(false);
  });

  it('of an unknown name takes as long as a wrong one, of either kind', async () => {
    const light = await hashRandomPassword('abcd-efgh-jkmn');
    const full = await hashPassword('abcd-efgh-jkmn');
    const fastest = async (filed: string | null) => {
      const times: number[] = [];
      for (let n = 0; n < 12; n += 1) {
        const began = performance.now();
        await verifyEvenly('wrong', filed);
        times.push(performance.now() - began);
      }
      return Math.min(...times);
    };
    const [unknown, given, chosen] = [
      await fastest(null),
      await fastest(light),
      await fastest(full),
    ];
    // Without the other kind's share a drawn one would take a twentieth.
    expect(given / unknown).toBeGreaterThan(0.4);
    expect(chosen / unknown).toBeGreaterThan(0.4);
    expect(unknown / chosen).toBeGreaterThan(0.4);
  });
});
