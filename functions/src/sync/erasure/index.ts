/** The public interface of the synchronisation for erasures; apart, since it needs the key of erasures. */
export { announceDeletions } from './announceDeletions.ts';
export { deleteDocuments, hideDocuments } from './deleteDocuments.ts';
export { hashTombstones } from './hashTombstones.ts';
export { forgetBookkeeping } from './forgetBookkeeping.ts';
export { forgetPathsOf } from './forgetPaths.ts';
export { redactDeadLetters } from './redactDeadLetters.ts';
export { redactRows } from './redactRows.ts';
export { findNaming } from './findNaming.ts';
