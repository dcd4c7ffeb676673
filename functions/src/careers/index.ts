/** What other domains may use of the careers. */
export { refreshCareers } from './refreshCareers.ts';
