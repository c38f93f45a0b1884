/**
 * Comma-separated values, as spreadsheets of all countries write them: csv-parse
 * reads (RFC 4180), and here each row is held to the header's cells. A name that
 * fell into two cells would push everything behind it one further.
 */
import { CsvError, type CsvErrorCode, parse } from 'csv-parse/sync';
import { z } from 'zod';

export type Row = { line: number; fields: ReadonlyMap<string, string> };

export type Csv = {
  columns: readonly string[];
  rows: readonly Row[];
  separator: string;
  /** Lines that are not right; then the rows are not to be relied on. */
  faults: readonly string[];
};

/** Spreadsheets write semicolons where the comma is the decimal sign. */
const separators = [',', ';', '\t'];

type Record = { line: number; cells: readonly string[] };

/** The first row names the columns. */
export function readCsv(text: string): Csv {
  const { separator, body, firstLine } = separatorOf(text.replace(/^\uFEFF/, ''));
  const read = recordsOf(body, separator, firstLine);
  const [header, ...records] = read.records.filter(isFilled);
  const names = (header?.cells ?? []).map((name) => name.trim().toLowerCase());
  const columns = names.filter((name) => name !== '');
  const twice = columns.filter((name, at) => columns.indexOf(name) !== at);
  const faults = [
    ...read.faults,
    ...twice.map((name) => `line ${header?.line ?? 1}: there are two columns ${name}`),
    ...records.flatMap((record) => faultsOf(record, names)),
  ];
  const rows = records.map(({ line, cells }) => ({
    line,
    fields: new Map(names.map((name, at) => [name, (cells[at] ?? '').trim()])),
  }));
  return { columns, rows, separator, faults };
}

const isFilled = ({ cells }: Record): boolean => cells.some((cell) => cell.trim() !== '');

function faultsOf({ line, cells }: Record, names: readonly string[]): string[] {
  const listed = names.filter((name) => name !== '').join(', ');
  if (cells.length !== names.length) {
    return [
      `line ${line}: ${cells.length} cells, where the first line has ${names.length} (${listed}); a cell with a separator in it needs quotes: "Fischer, Finn"`,
    ];
  }
  const stray = cells.findIndex((cell, at) => names[at] === '' && cell.trim() !== '');
  return stray < 0 ? [] : [`line ${line}: a cell beside the columns (${listed})`];
}

/** Excel's `sep=;` says which one; else the one that the first line has most of. */
function separatorOf(text: string): { separator: string; body: string; firstLine: number } {
  const [all, said] = /^"?sep=([,;|\t])"?\r?\n/i.exec(text) ?? [];
  if (all !== undefined && said !== undefined) {
    return { separator: said, body: text.slice(all.length), firstLine: 2 };
  }
  const [first = ''] = text.trimStart().split(/\r?\n/, 1);
  const count = (separator: string) => first.split(separator).length;
  const [separator = ','] = separators.toSorted((one, other) => count(other) - count(one));
  return { separator, body: text, firstLine: 1 };
}

const Parsed = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }),
);

function recordsOf(
  text: string,
  separator: string,
  firstLine: number,
): { records: Record[]; faults: string[] } {
  try {
    const parsed: unknown = parse(text, {
      delimiter: separator,
      relax_column_count: true,
      info: true,
    });
    let line = firstLine;
    const records = Parsed.parse(parsed).map(({ record, info }) => {
      const at = line;
      line = info.lines + firstLine;
      return { line: at, cells: record };
    });
    return { records, faults: [] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error['lines'] ?? 1) + firstLine - 1;
    return { records: [], faults: [`line ${line}: ${sentences[error.code] ?? error.message}`] };
  }
}

const sentences: Partial<{ [code in CsvErrorCode]: string }> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is not closed',
  INVALID_OPENING_QUOTE: 'a quotation mark inside of a cell that does not begin with one',
  CSV_INVALID_CLOSING_QUOTE:
    'text behind a closing quotation mark; a mark inside of a cell is written twice',
};
