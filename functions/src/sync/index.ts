/** The public interface of the synchronisation for other domains. */
export { allCollections } from './collections/index.ts';
export { noProfile, requireProfile } from './noProfile.ts';
export { DocumentReader, type PathRange } from './pipeline/documentReader.ts';
export { readStatus, type SyncStatus } from './control/status.ts';
