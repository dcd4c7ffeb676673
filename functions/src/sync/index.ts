/** The public interface of the synchronisation for other domains. */
export { NO_PROFILE, noProfile } from './noProfile.ts';
export { readStatus, type SyncStatus } from './control/status.ts';
