/**
 * A keyed hash of all settings: whether those that lie there now are those that the Homeroom
 * which runs was started with.
 */
import { createHmac } from 'node:crypto';
import type { Config } from '../config.ts';

export function fingerprintOf(config: Config, key: string): string {
  return createHmac('sha256', key).update(JSON.stringify(config, spelled)).digest('hex');
}

/** Spells out the values that JSON would leave out. */
function spelled(_: string, value: unknown): unknown {
  if (value instanceof RegExp) return value.source;
  if (value instanceof Map) return [...value];
  return value;
}
