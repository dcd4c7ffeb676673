import assert from 'node:assert/strict';
import { toCsv } from '../../src/insights/report/reportCsv.ts';

describe('toCsv', () => {
  const csvOf = (group: string): Promise<string> =>
    toCsv([{ section: 'department active', group, period: '2026-03', value: 7 }]);

  it('begins with a byte order mark, so that spreadsheets read UTF-8', async () => {
    const bytes = Buffer.from(await csvOf('Informática'));
    assert.equal(bytes.subarray(0, 3).toString('hex'), 'efbbbf');
    assert.match(bytes.toString(), /Informática,2026-03,7\r\n$/);
  });

  for (const group of ['=1+1', '+1', '-1', '@sum', '\t=1']) {
    it(`makes no formula of ${JSON.stringify(group)}`, async () => {
      assert.match(await csvOf(group), /active,"?'/);
    });
  }
});
