import { expect, it } from 'vitest';
import { readCsv } from './csv.ts';

const read = (text: string) =>
  readCsv(text).rows.map(({ line, fields }) => [line, Object.fromEntries(fields)]);

it.each([
  ['login,name\nanna,Anna\n', 'commas'],
  ['\uFEFFLogin;Name\r\nanna;Anna\r\n', 'semicolons, a byte order mark and Windows line ends'],
  ['login\tname\nanna\tAnna', 'tabs and no last line end'],
  ['"login","name"\n"anna","Anna"\n\n,\n', 'quotes and empty lines'],
])('reads %j: %s', (text) => {
  expect(read(text)).toEqual([[2, { login: 'anna', name: 'Anna' }]]);
});

it('keeps separators, quotes and line ends inside of quotes, and counts lines', () => {
  expect(read('login,name\na,"A, ""the"" first\nof all"\nb,B')).toEqual([
    [2, { login: 'a', name: 'A, "the" first\nof all' }],
    [4, { login: 'b', name: 'B' }],
  ]);
});

it('takes the separator that Excel names, and still counts lines', () => {
  const { rows, separator } = readCsv('sep=;\r\nlogin;name\r\nanna;"A, the first"\r\n');
  expect(separator).toBe(';');
  expect(rows).toMatchObject([{ line: 3 }]);
  expect(rows[0]?.fields.get('name')).toBe('A, the first');
});

it('takes empty columns at the end, as spreadsheets write them', () => {
  const { columns, faults } = readCsv('login,name,,\nanna,Anna,,\n,,,\n');
  expect({ columns, faults }).toEqual({ columns: ['login', 'name'], faults: [] });
});

it.each([
  [
    'a name with a separator and no quotes',
    'login,name,groups,password\nanna,Anna,teachers,\nfinn,Fischer, Finn,students,\n',
    ['line 3: 5 cells, where the first line has 4 (login, name, groups, password)'],
  ],
  ['missing cells', 'login,name,groups\na,A\nb,B,\n', ['line 2: 2 cells']],
  ['a cell beside the columns', 'login,name,\na,A,\nb,B,c\n', ['line 3: a cell beside']],
  ['a column that is there twice', 'login,name,Name\na,A,B\n', ['line 1: there are two columns']],
  ['a quotation mark that is not closed', 'login\n"anna\n', ['line 2: a quotation mark']],
  ['text behind one', 'login\nbo\n"anna"x\n', ['line 3: text behind']],
  ['one inside of a cell', 'login\nan"na\n', ['line 2: a quotation mark inside']],
  ['several of them', 'login,name\n"a\nb",A,\nb\n', ['line 2: 3 cells', 'line 4: 1 cells']],
])('names the lines with %s', (_what, text, faults) => {
  expect(readCsv(text).faults).toEqual(
    faults.map((start) => expect.stringMatching(`^${start.replace(/[()]/g, '\\$&')}`)),
  );
});
