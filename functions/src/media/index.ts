/** What other domains may use of media. */
export { cleanUpMedia } from './cleanUpMedia.ts';
export { mediaLinks } from './mediaLinks.ts';
export { mediaList } from './mediaList.ts';
export { recoverMedia } from './recoverMedia.ts';
