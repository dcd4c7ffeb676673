/** What other domains may use of the recommendations. */
export { refreshRecommendations } from './refreshRecommendations.ts';
