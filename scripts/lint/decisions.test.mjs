import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../folder.mjs';

const folder = join(root, 'docs', 'decisions');
const records = readdirSync(folder);

describe('decision records', () => {
  it('have a number each, once', () => {
    const numbers = records.map((name) => /^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]);
    expect(numbers).not.toContain(undefined);
    expect(new Set(numbers).size).toBe(records.length);
  });

  it.each(records)('%s says its number, and points at records that are there', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(text).toMatch(new RegExp(`^# ${Number(name.slice(0, 4))}\\. `));
    for (const [, target = ''] of text.matchAll(/\]\((\d{4}-[^)#]+)/g)) {
      expect(records).toContain(target);
    }
  });
});
