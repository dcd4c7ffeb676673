/** What other domains may use of engagement. */
export { recomputeEngagement } from './recomputeEngagement.ts';
export { refreshForecast } from './refreshForecast.ts';
