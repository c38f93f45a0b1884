import { describe, expect, it } from 'vitest';
import { readEnvFile } from './env-file.ts';

const read = (text: string) => readEnvFile(Buffer.from(text));

describe('an env file', () => {
  /** From systemd.exec(5), EnvironmentFile=. */
  it.each([
    ['A=x', 'x'],
    ['A=', ''],
    ['A=x\r\n', 'x'],
    ['  A=x', 'x'],
    ['A = x', 'x'],
    ['A=\t x y \t', 'x y'],
    ['A=#8a1c3c', '#8a1c3c'],
    ['A=Pa#ss', 'Pa#ss'],
    ['A=Pa #ss', 'Pa #ss'],
    ['A=x ; y', 'x ; y'],
    ['A=b=c', 'b=c'],
    ['A=$HOME ${HOME}', '$HOME ${HOME}'],
    ["A=it's", "it's"],
    ['A=x"y"z', 'x"y"z'],
    ['A="x y "', 'x y '],
    ["A='x y '", 'x y '],
    ['A="x" \t', 'x'],
    ['A="#x"', '#x'],
    ['A="a\\"b\\\\c\\`d\\$e"', 'a"b\\c`d$e'],
    ['A="a\\tb"', 'a\\tb'],
    ["A='a\\tb\\'", 'a\\tb\\'],
    ['A="x\ny"', 'x\ny'],
    ["A='x\ny'", 'x\ny'],
    ['A="x\\\ny"', 'xy'],
    ["A='x\\\ny'", 'x\\\ny'],
    ['A=x\\\ny', 'xy'],
    ['A=  \\\n  y', '  y'],
    ['A=a\\ b\\n', 'a bn'],
    ['A=a\\\\b', 'a\\b'],
    ['A=\\"x\\"', '"x"'],
    ['A=x\\  ', 'x '],
    ['A=x\\', 'x'],
    ['# c\n; c\n\n \t\nA=x', 'x'],
    ['A=Grüße 👋', 'Grüße 👋'],
  ])('%j gives %j', (text, value) => {
    for (const whole of [text, `${text}\n`, `B=1\n${text}\nC=2\n`]) {
      if (whole !== text && text.endsWith('\\')) continue;
      expect(read(whole)).toMatchObject({ values: { A: value }, faults: [] });
    }
  });

  it.each([
    ['A=x\nHOMEROOM_URL https://school.example\nB=y\n', 2, 'HOMEROOM_URL without ='],
    ['A=x\nsecret-of-mine\n', 2, 'a line without ='],
    ['A=x\n\nexport HOMEROOM_URL=x\n', 3, '"export HOMEROOM_URL"'],
    ['1A=x', 1, '"1A"'],
    ['=x', 1, '""'],
    ['A="x" # comment\nB=y\n', 1, 'text behind the closing "'],
    ["A='x'y\n", 1, "text behind the closing '"],
    ['A="x"\\\ny\nB=y', 1, 'text behind the closing "'],
    ['B=y\nA="x\nC=z\n', 2, 'an opening " without a closing one'],
    ['A=x\n# why \\\nB=y', 2, 'a comment that ends with \\'],
    ['A=x\nB=y\nA=z', 3, 'A again'],
    ['\uFEFFA=x', 1, 'a byte order mark'],
    ['A=x\0', 1, 'a NUL character'],
  ])('%j has a fault in line %i: %s', (text, line, given) => {
    expect(read(text).faults).toEqual([{ line, given, expected: expect.any(String) }]);
  });

  it('goes on behind a fault, and knows the lines', () => {
    const { values, lines, faults } = read('A="x" y\nB="1\n2"\nno\nC=3\n');
    expect(values).toEqual({ B: '1\n2', C: '3' });
    expect(Object.fromEntries(lines)).toEqual({ B: 2, C: 5 });
    expect(faults.map(({ line }) => line)).toEqual([1, 4]);
  });

  it('of another encoding is refused', () => {
    expect(readEnvFile(Buffer.from('A=M\xfcller', 'latin1')).faults).toMatchObject([
      { given: 'text that is not UTF-8' },
    ]);
  });

  it('never shows a value', () => {
    const texts = ['hunter2', 'A="hunter2" x', 'A="hunter2', 'A=1\nA=hunter2', 'hunter2\nB=1'];
    expect(texts.map((text) => JSON.stringify(read(text).faults)).join()).not.toContain('hunter2');
  });
});
