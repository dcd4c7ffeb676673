/** What other domains may use of engagement. */
export { recomputeEngagement } from './recomputeEngagement.ts';
