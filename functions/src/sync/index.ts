/** What other domains may use of the synchronisation. */
export { readStatus, type SyncStatus } from './control/status.ts';
