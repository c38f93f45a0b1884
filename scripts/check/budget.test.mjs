import { describe, expect, it } from 'vitest';
import { filesLoaded } from './budget.mjs';

const manifest = {
  'index.html': { file: 'index.js', imports: ['_shared.js'], css: ['index.css'] },
  '_shared.js': { file: 'shared.js' },
  'src/rooms/list.tsx': {
    file: 'list.js',
    imports: ['_shared.js', 'index.html'],
    css: ['list.css'],
  },
  'src/meeting/page.tsx': { file: 'meeting.js' },
};

describe('what a page loads', () => {
  it('is each file once, and nothing of the pages it does not show', () => {
    expect(filesLoaded(manifest, ['index.html', 'src/rooms/list.tsx'])).toEqual({
      scripts: ['index.js', 'shared.js', 'list.js'],
      styles: ['index.css', 'list.css'],
    });
  });

  it('cannot be told when the build lacks the page', () => {
    expect(() => filesLoaded(manifest, ['src/rooms/gone.tsx'])).toThrow('src/rooms/gone.tsx');
  });
});
