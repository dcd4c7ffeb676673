import type { Figure } from './weeklyReport.ts';

/**
 * Figures as CSV (RFC 4180) with a header. Text that a spreadsheet would read as a formula, such as a department named
 * "=…", is prefixed with an apostrophe: https://owasp.org/www-community/attacks/CSV_Injection
 */
export async function toCsv(figures: Omit<Figure, 'shown'>[]): Promise<string> {
  const { stringify } = await import('csv-stringify/sync');
  return stringify(figures, {
    header: true,
    columns: ['section', 'group', 'period', 'value'],
    record_delimiter: 'windows',
    escape_formulas: true,
  });
}
