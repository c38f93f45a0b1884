import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../folder.mjs';
import { ownEnvironment } from '../own-node.mjs';

/** A small house with one wrong import, or look ahead, in each file, looked at by the real linter. */
const planted = {
  'server/pass/value.ts': "import { x } from '../store/database.ts';\nexport const y = x;",
  'server/pass/type.ts': "import type { X } from '../lessons/lesson.ts';\nexport type Y = X;",
  'server/pass/again.ts': "export { x } from '../app/app.ts';",
  'server/pass/all.ts': "export * from '../app/app.ts';",
  'server/app/app.ts': "export const load = () => import('../identity/provider.ts');",
  'server/identity/far/away.ts': "import { x } from '../../session/role.ts';\nexport const y = x;",
  'src/rooms/list.ts': "import { z } from 'zod';\nexport const y = z;",
  'src/rooms/validator.ts':
    "import { RoomView } from '../../server/contract/room.ts';\nexport const y = RoomView;",
  'server/rooms/one.ts': "import { two } from './two.ts';\nexport const one = () => two;",
  'server/rooms/two.ts': "import { one } from './one.ts';\nexport const two = () => one;",
  'server/app/wiring.ts': 'export const one = () => two();\nconst two = () => 2;',
  'server/rooms/environment.ts': 'export const secret = process.env;',
};
const innocent = {
  'server/rooms/policy.ts': "import type { X } from '../contract/room.ts';\nexport type Y = X;",
};

/** @type {string} */
let folder;
/** @type {Map<string, string>} rule by file */
let found;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-arrows-'));
  for (const [file, text] of Object.entries({ ...planted, ...innocent })) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), `${text}\n`);
  }
  cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true });
  cpSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const report = join(folder, 'report.json');
  const words = ['-c', `oxlint --format=json server src > ${report}`];
  spawnSync('sh', words, { cwd: folder, env: ownEnvironment() });
  /** @type {{ filename: string, code: string }[]} */
  const diagnostics = JSON.parse(readFileSync(report, 'utf8')).diagnostics;
  found = new Map(diagnostics.map(({ filename, code }) => [filename, code]));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the linter', () => {
  it.each(Object.keys(planted))('catches the wrong import in %s', (file) => {
    expect(found.get(file)).toMatch(
      /arrows|no-cycle|no-restricted-imports|no-restricted-globals|no-use-before-define/,
    );
  });

  it.each(Object.keys(innocent))('has nothing against %s', (file) => {
    expect(found.has(file)).toBe(false);
  });
});
