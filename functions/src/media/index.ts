/** What other domains may use of media. */
export { cleanUpMedia } from './cleanUpMedia.ts';
export { recoverMedia } from './recoverMedia.ts';
