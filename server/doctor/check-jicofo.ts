/** jicofo: there, and told to make nobody an owner. Its settings are read where they may be. */
import type { DoctorFinding } from '../contract/doctor.ts';
import type { Inspection } from '../jitsi/inspect.ts';
import { failed, passed, warned } from './checks.ts';

const set = (name: string) =>
  `hocon -f /etc/jitsi/jicofo/jicofo.conf set jicofo.${name} false, and systemctl restart jicofo; homeroom install does it.`;

export function checkFocus({ isFocusThere, health }: Inspection): DoctorFinding {
  if (isFocusThere) return passed('focus-there', 'jicofo is connected.');
  return failed(
    'focus-there',
    `jicofo is not connected to Prosody. ${health.cause ?? ''}`.trim(),
    'systemctl status jicofo; its account is target_address of the focus component.',
  );
}

/**
 * @param text of jicofo's settings; `null` where it runs elsewhere or may not be read by this
 * user: what it does is seen in the lesson
 */
export function checkJicofoSettings(text: string | null): DoctorFinding[] {
  if (text === null) return [];
  const inUse = text.replaceAll(/^\s*(?:#|\/\/).*$/gm, '');
  if (isOn(inUse, 'authentication', 'enabled')) {
    return [
      failed(
        'jicofo-settings',
        'jicofo makes everybody an owner who has signed in (authentication.enabled).',
        set('authentication.enabled'),
      ),
    ];
  }
  if (!/enable-auto-owner["']?\s*[:=]?\s*["']?(?:false|no|off)/.test(inUse)) {
    return [
      warned(
        'jicofo-settings',
        'jicofo tries to make the first in a room its owner. mod_homeroom refuses it.',
        set('conference.enable-auto-owner'),
      ),
    ];
  }
  return [passed('jicofo-settings', 'jicofo is told to make nobody an owner.')];
}

/** HOCON writes `a.b = x` and `a { b = x }`. */
function isOn(text: string, section: string, name: string): boolean {
  const flat = new RegExp(`${section}\\.${name}["']?\\s*[:=]\\s*["']?(?:true|yes|on)`);
  const nested = new RegExp(
    `${section}["']?\\s*[:=]?\\s*\\{[^}]*\\b${name}["']?\\s*[:=]\\s*["']?(?:true|yes|on)`,
  );
  return flat.test(text) || nested.test(text);
}
