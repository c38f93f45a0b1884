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

it('takes missing cells for empty', () => {
  expect(read('login,name,groups\na,A\nb,\n')).toEqual([
    [2, { login: 'a', name: 'A', groups: '' }],
    [3, { login: 'b', name: '', groups: '' }],
  ]);
});

it('says where a quotation mark is not closed', () => {
  expect(() => readCsv('login\n"anna\n')).toThrow('line 2');
});
