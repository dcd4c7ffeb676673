/** What other domains may use of the synchronisation. */
export { checkConsistency } from './checkConsistency.ts';
export { readStatus, type SyncStatus } from './control/status.ts';
export { watchSync } from './watchSync.ts';
