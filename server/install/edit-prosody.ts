/** The one line in Jitsi's Prosody file. Put last, since what is read later counts more. */
import { withoutComments } from './lua-scan.ts';
import { includeLine } from './places.ts';

const remark = '-- Homeroom: stays the last line. `homeroom uninstall` takes it out.';

const isOurs = (line: string): boolean => line === includeLine || line === remark;

/** Behind everything else, once. What Jitsi's packages append later makes no difference, but is passed again. */
export function withInclude(text: string): string {
  if (endsWithInclude(text)) return text;
  const rest = withoutInclude(text);
  const end = rest === '' || rest.endsWith('\n') ? '' : '\n';
  return `${rest}${end}${remark}\n${includeLine}\n`;
}

export function withoutInclude(text: string): string {
  return text
    .split('\n')
    .filter((line) => !isOurs(line.trim()))
    .join('\n');
}

function endsWithInclude(text: string): boolean {
  const lines = withoutComments(text)
    .split('\n')
    .map((line) => line.trim());
  const isOnce = lines.filter((line) => line === includeLine).length === 1;
  return isOnce && lines.findLast((line) => line !== '') === includeLine;
}
