/** What other domains may use of the synchronisation. */
export { checkConsistency } from './checkConsistency.ts';
export { mergeSkills } from './skills/merge.ts';
export { readStatus, type SyncStatus } from './status.ts';
export { watchSync } from './watchSync.ts';
export { skillKey } from './skills/key.ts';
