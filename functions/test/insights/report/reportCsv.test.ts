import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { toCsv } from '../../../src/insights/report/reportCsv.ts';

const figure = (group: string) => ({
  section: 'department members' as const,
  group,
  period: '2026-02',
  value: 12.5,
});

describe('toCsv', () => {
  it('begins with a byte order mark, without which spreadsheets misread UTF-8', async () => {
    const bytes = Buffer.from(await toCsv([figure('Informática')]));
    assert.equal(bytes.subarray(0, 3).toString('hex'), 'efbbbf');
  });

  it('writes a header and CRLF line ends, as RFC 4180 requires', async () => {
    assert.equal(
      await toCsv([figure('Law'), figure('Art, Music')]),
      '\ufeffsection,group,period,value\r\ndepartment members,Law,2026-02,12.5\r\ndepartment members,"Art, Music",2026-02,12.5\r\n',
    );
    assert.equal(await toCsv([]), '\ufeffsection,group,period,value\r\n');
  });

  it('round-trips any name', async () => {
    const names = [
      'Law',
      'Art, Music',
      'The "Lab"',
      'two\nlines',
      'two\r\nlines',
      '',
      ' space ',
      'ünï 🎓',
      '"',
      ',',
    ];
    const rows = parse(await toCsv(names.map(figure)), {
      bom: true,
      columns: true,
      relax_column_count: false,
    });
    assert.deepEqual(
      (rows as { group: string }[]).map(({ group }) => group),
      names,
    );
  });

  it('escapes everything that a spreadsheet would read as a formula', async () => {
    const names = ['=HYPERLINK("http://x")', '+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '＝1'];
    const rows = parse(await toCsv(names.map(figure)), { bom: true, columns: true });
    for (const { group } of rows as { group: string }[]) assert.match(group, /^'/);
  });
});
