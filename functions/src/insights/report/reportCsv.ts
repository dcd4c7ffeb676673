import type { Figure } from './weeklyReport.ts';

/**
 * Figures as CSV (RFC 4180) with a header and a byte order mark, without which Excel takes UTF-8 for another encoding.
 * Text that a spreadsheet would read as a formula, such as a department named "=…", is prefixed with an apostrophe:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export async function toCsv(figures: Omit<Figure, 'disclosed'>[]): Promise<string> {
  const { stringify } = await import('csv-stringify/sync');
  return stringify(figures, {
    bom: true,
    header: true,
    columns: ['section', 'group', 'period', 'value'],
    record_delimiter: 'windows',
    escape_formulas: true,
  });
}
