/** A few lines of Homeroom's at the end of somebody else's file, between two that say so. */

/** @param sign begins a comment in that file: `#`, `//` */
const marks = (sign: string): { begin: string; end: string } => ({
  begin: `${sign} Homeroom begins: \`homeroom uninstall\` takes these lines out.`,
  end: `${sign} Homeroom ends.`,
});

export function withBlock(text: string, sign: string, block: string): string {
  const { begin, end } = marks(sign);
  const rest = withoutBlock(text, sign);
  const gap = rest === '' || rest.endsWith('\n') ? '' : '\n';
  const wanted = `${begin}\n${block.trimEnd()}\n${end}\n`;
  return text.includes(wanted) && rest + gap + wanted === text ? text : `${rest}${gap}${wanted}`;
}

export function withoutBlock(text: string, sign: string): string {
  const { begin, end } = marks(sign);
  const from = text.indexOf(begin);
  if (from < 0) return text;
  const to = text.indexOf(end, from);
  if (to < 0) return text;
  return text.slice(0, from) + text.slice(to + end.length).replace(/^\n/, '');
}
