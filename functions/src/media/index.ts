/** The media domain as seen by other domains. */
export { mediaLinks } from './mediaLinks.ts';
export { mediaList } from './mediaList.ts';
export { readProfilePictures } from './profilePictures.ts';
