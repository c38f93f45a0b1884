import { describe, expect, it } from 'vitest';
import { isNewEnough, ownNode } from './own-node.mjs';

describe('the Node that runs Homeroom', () => {
  it.each(['v24.15.0', 'v24.21.0', 'v26.0.0'])('may be %s', (version) => {
    expect(isNewEnough(version)).toBe(true);
  });

  it.each(['v20.20.2', 'v22.19.0', 'v24.14.9', '', 'not a version'])('may not be %j', (version) => {
    expect(isNewEnough(version)).toBe(false);
  });

  it('is found here', () => {
    expect(ownNode()).toMatch(/node$/);
  });
});
