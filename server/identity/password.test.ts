import { argon2 } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { hashPassword, hashRandomPassword, verifyEvenly, verifyPassword } from './password.ts';

vi.mock('node:crypto', { spy: true });

describe('a password', () => {
  beforeEach(() => vi.clearAllMocks());

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

  it('of an unknown name is as much work as a wrong one, of either kind', async () => {
    const filed = [null, await hashRandomPassword('a'), await hashPassword('a')];
    const work: unknown[] = [];
    for (const one of filed) {
      vi.mocked(argon2).mockClear();
      await verifyEvenly('wrong', one);
      work.push(vi.mocked(argon2).mock.calls.map(([, { memory, passes }]) => [memory, passes]));
    }
    const both = [
      [19_456, 2],
      [1_024, 1],
    ];
    expect(work).toEqual([both, both, both]);
  });
});
