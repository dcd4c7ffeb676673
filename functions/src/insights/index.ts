/** What other domains may use of the insights. */
export { makeReport } from './makeReport.ts';
export { refreshInsights } from './refreshInsights.ts';
