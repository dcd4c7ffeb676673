/** What other domains may use of engagement. */
export { recompute } from './score/recompute.ts';
