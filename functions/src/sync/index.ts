/** The public interface of the synchronisation for other domains. */
export { readStatus, type SyncStatus } from './control/status.ts';
