/** The media domain as seen by other domains. */
export { removeMediaOf } from './files/removeMediaOf.ts';
export { mediaLinks } from './mediaLinks.ts';
export { mediaList } from './mediaList.ts';
export { readProfilePictures } from './profilePictures.ts';
