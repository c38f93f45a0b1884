/** HTML as a value that has been escaped: plain text can't become markup by accident. */
export type Html = { readonly html: string };

type Part = string | number | Html | readonly Html[] | null | undefined | false;

export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const filled = texts.map((text, at) => (at === 0 ? text : render(parts[at - 1]) + text));
  return { html: filled.join('') };
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part));
  return 'html' in part ? part.html : part.map((one) => one.html).join('');
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeText = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');
