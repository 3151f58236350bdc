import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test.each([
  [['a', 1, null, '-2.5'], 'a,1,,-2.5'],
  [['Grüße, "you"', 'two\nlines', ' edge '], '"Grüße, ""you""","two\nlines"," edge "'],
  [['=1+1', '+1 2', '-x', '@sum', '\tx', '\rx'], `'=1+1,'+1 2,'-x,'@sum,'\tx,"'\rx"`],
  [['=HYPERLINK("http://x","y")'], `"'=HYPERLINK(""http://x"",""y"")"`],
  [['-0.000001', '12', '1e5', '-1e5'], `-0.000001,12,1e5,'-1e5`],
])('%j', (cells, line) => {
  expect(csvLine(cells)).toBe(`${line}\r\n`);
});
