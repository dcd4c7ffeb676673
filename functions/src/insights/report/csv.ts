import type { Figure } from './make.ts';

/**
 * Figures as CSV (RFC 4180), with a header. A text that a spreadsheet would take for a formula, such as the name of
 * a department that somebody has called "=…", begins with an apostrophe: https://owasp.org/www-community/attacks/CSV_Injection
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
