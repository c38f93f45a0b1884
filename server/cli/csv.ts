/** Comma-separated values (RFC 4180), as spreadsheets of all countries write them. */
export type Row = { line: number; fields: ReadonlyMap<string, string> };

/** Spreadsheets write semicolons where the comma is the decimal sign. */
const separators = [',', ';', '\t'];

/** The first row names the columns. Throws when a quote is not closed. */
export function readCsv(text: string): {
  columns: readonly string[];
  rows: readonly Row[];
  separator: string;
} {
  const clean = text.replace(/^\uFEFF/, '');
  const separator = separatorOf(clean);
  const [header, ...records] = recordsOf(clean, separator);
  const columns = (header?.cells ?? []).map((name) => name.trim().toLowerCase());
  const rows = records
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ line, cells }) => ({
      line,
      fields: new Map(columns.map((name, at) => [name, (cells[at] ?? '').trim()])),
    }));
  return { columns, rows, separator };
}

function separatorOf(text: string): string {
  const [first = ''] = text.split(/\r?\n/, 1);
  return (
    separators.toSorted((one, other) => first.split(other).length - first.split(one).length)[0] ??
    ','
  );
}

type Record = { line: number; cells: string[] };

function recordsOf(text: string, separator: string): Record[] {
  const records: Record[] = [];
  let line = 1;
  let record: Record = { line, cells: [] };
  let rest = text;
  while (rest !== '') {
    const { cell, length } = cellOf(rest, separator, record.line);
    record.cells.push(cell);
    line += rest.slice(0, length).split('\n').length - 1;
    rest = rest.slice(length);
    const [end = ''] = /^\r?\n/.exec(rest) ?? [];
    if (end === '' && rest !== '') {
      rest = rest.slice(separator.length);
      if (rest === '') record.cells.push('');
      continue;
    }
    rest = rest.slice(end.length);
    line += end === '' ? 0 : 1;
    records.push(record);
    record = { line, cells: [] };
  }
  if (record.cells.length > 0) records.push(record);
  return records;
}

function cellOf(text: string, separator: string, line: number): { cell: string; length: number } {
  if (!text.startsWith('"')) {
    const ends = [text.indexOf(separator), text.search(/\r?\n/), text.length].filter(
      (at) => at >= 0,
    );
    const length = Math.min(...ends);
    return { cell: text.slice(0, length), length };
  }
  const quoted = /^"((?:[^"]|"")*)"/.exec(text);
  if (!quoted) throw new Error(`line ${line}: a quotation mark is not closed`);
  return { cell: (quoted[1] ?? '').replaceAll('""', '"'), length: quoted[0].length };
}
