/** The public interface of the synchronisation for other domains. */
export { noProfile, requireProfile } from './noProfile.ts';
export { readStatus, type SyncStatus } from './control/status.ts';
