/** The public interface of engagement. */
export { recomputeEngagement } from './recomputeEngagement.ts';
export { refreshForecast } from './refreshForecast.ts';
