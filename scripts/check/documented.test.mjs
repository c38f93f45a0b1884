import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../folder.mjs';

/** Those of a directory have pages of their own. */
const pages = ['configuration', 'identity/ldap', 'identity/openid-provider'];
const documentation = pages
  .map((page) => readFileSync(join(root, 'docs', `${page}.md`), 'utf8'))
  .join('\n');

/** Every name of a setting that stands whole in the server's sources. */
function settings() {
  const sources = readdirSync(join(root, 'server'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^testing\//.test(file))
    .map((file) => readFileSync(join(root, 'server', file), 'utf8'));
  const names = sources.flatMap((text) => text.match(/\bHOMEROOM_[A-Z][A-Z_]*[A-Z]\b/g) ?? []);
  return [...new Set(names)].filter((name) => name !== 'HOMEROOM_VERSION').toSorted();
}

// Of a secret and the file that holds it, either says what both are.
describe('the documentation', () => {
  it.each(settings())('says what %s is', (name) => {
    const stem = name.replace(/_FILE$/, '');
    expect(documentation).toMatch(new RegExp(`\\b${stem}(?:_FILE)?\\b`));
  });
});
