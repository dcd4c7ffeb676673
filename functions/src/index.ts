import { initialize } from './platform/app.ts';

initialize();

export { backupMedia } from './media/backupMedia.ts';
export { cleanUpMedia } from './media/cleanUpMedia.ts';
export { cloudinaryWebhook } from './media/cloudinaryWebhook.ts';
export { completeUpload } from './media/completeUpload.ts';
export { createUpload } from './media/createUpload.ts';
export { deleteMedia } from './media/deleteMedia.ts';
export { mediaUrl } from './media/mediaUrl.ts';
export { mediaUsage } from './media/mediaUsage.ts';
export { recoverMedia } from './media/recoverMedia.ts';
export { uploadImage } from './media/uploadImage.ts';
export { mergeSkills } from './people/mergeSkills.ts';
export { refreshMatching } from './people/refreshMatching.ts';
export { similarStudents } from './people/similarStudents.ts';
export { applyChanges } from './sync/applyChanges.ts';
export { checkConsistency } from './sync/checkConsistency.ts';
export { manageDeadLetters } from './sync/manageDeadLetters.ts';
export { syncStatus } from './sync/syncStatus.ts';
export { watchSync } from './sync/watchSync.ts';
export { sync } from './sync/triggers.ts';
