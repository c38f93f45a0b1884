import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isNewEnough, ownEnvironment, ownNode } from './own-node.mjs';

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

describe('in a tree where npm has made no link to it', () => {
  const name = `node-${process.platform}-${process.arch}`;
  /** @type {string} */
  let folder;
  /** @type {string} */
  let brought;

  /**
   * @param {string} path
   * @param {string} script
   */
  function program(path, script) {
    const file = join(folder, 'node_modules', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, script);
    chmodSync(file, 0o755);
    return file;
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'homeroom-own-node-'));
    brought = join(folder, 'node_modules', name, 'bin', 'node');
    mkdirSync(dirname(brought), { recursive: true });
    symlinkSync(process.execPath, brought);
    program('.bin/tool', '#!/usr/bin/env node\nprocess.exit(0);\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What `#!/usr/bin/env node` finds. */
  function nodeOfTools() {
    const words = ['-c', 'command -v node'];
    const found = spawnSync('sh', words, { env: ownEnvironment(folder), encoding: 'utf8' });
    return found.stdout.trim();
  }

  it('is taken from its package', () => {
    expect(ownNode(folder)).toBe(brought);
  });

  it('runs the tools', () => {
    expect(nodeOfTools()).toBe(brought);
    const env = ownEnvironment(folder);
    const tool = join(folder, 'node_modules', '.bin', 'tool');
    expect(spawnSync(tool, { env }).status).toBe(0);
  });

  it('runs the tools when there is another link of its name', () => {
    program('.bin/node', '#!/bin/sh\nexit 1\n');
    expect(nodeOfTools()).toBe(brought);
  });

  it('is the one that runs this, when the one of the package does not run here', () => {
    rmSync(brought);
    program(join(name, 'bin', 'node'), '#!/bin/sh\nexit 1\n');
    expect(ownNode(folder)).toBe(process.execPath);
    expect(nodeOfTools()).toBe(process.execPath);
  });
});
