/** What other domains may use of media. */
export { mediaLinks } from './mediaLinks.ts';
export { mediaList } from './mediaList.ts';
