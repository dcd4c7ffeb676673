/** The media domain as seen by other domains. */
export { deleteUsageOfGone } from './deleteUsageOfGone.ts';
export { sumOldUsage } from './usage/sumOldUsage.ts';
export { removeMediaOf } from './files/removeMediaOf.ts';
export { readOriginals, type MediaSources, type Original } from './backup/readOriginals.ts';
export { mediaLinks } from './mediaLinks.ts';
export { mediaList } from './mediaList.ts';
export { readProfilePictures } from './profilePictures.ts';
