/** What other domains may use of the people. */
export { refreshMatching } from './refreshMatching.ts';
