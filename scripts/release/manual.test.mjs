import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../folder.mjs';

const manual = readFileSync(join(root, 'deploy/debian/homeroom.8'), 'utf8');
const program = readFileSync(join(root, 'server/main.ts'), 'utf8');

/** What `homeroom help` lists. */
const commands = [
  ...(/const usage = `([^`]*)`/.exec(program)?.[1] ?? '').matchAll(/^homeroom (\S+)/gm),
]
  .map(([, name = '']) => name.replaceAll(/[[\]]/g, ''))
  .toSorted();

describe('the manual page', () => {
  it('is about a program with commands', () => {
    expect(commands.length).toBeGreaterThan(5);
  });

  it.each(commands)('says what homeroom %s does', (name) => {
    const section = manual.slice(manual.indexOf('.SH COMMANDS'), manual.indexOf('.SH EXIT STATUS'));
    // In roff a backslash stands before an option's hyphen.
    const names = section.replaceAll('\\', '').matchAll(/^\.(?:B|BI|BR) (\S+)/gm);
    expect([...names].flatMap(([, found]) => found)).toContain(name);
  });
});
