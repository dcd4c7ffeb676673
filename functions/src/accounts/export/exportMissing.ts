import { STORES, TABLES } from '../inventory/inventory.ts';
import { INDEX_NAME, MEDIA_LIST } from './archive/names.ts';
import { DATA_FILES } from './dataFiles.ts';

/** Places whose content is not records: the originals, beside the list of them. */
const MEDIA_PLACE = 'Cloudinary {folder}/{mediaId}';

/**
 * What an archive lacks: the entries of the inventory that are to be exported and for which it has no file. An entry is a
 * table, or a place with its store: `Firestore users/{uid}`.
 *
 * @param names the names of the archive's files
 */
export function exportMissing(names: Iterable<string>): string[] {
  const present = new Set(names);
  const covered = new Set(DATA_FILES.filter(({ name }) => present.has(name)).flatMap(({ covers }) => covers));
  if (present.has(MEDIA_LIST)) covered.add(MEDIA_PLACE);
  const missing = exportedEntries().filter((entry) => !covered.has(entry));
  return present.has(INDEX_NAME) ? missing : [INDEX_NAME, ...missing];
}

/** The entries of the inventory that are to be exported. */
function exportedEntries(): string[] {
  const tables = TABLES.filter(({ exported }) => exported === true).map(({ table }) => table);
  const places = STORES.filter(({ exported }) => exported === true);
  return [...tables, ...places.map(({ store, place }) => `${store} ${place}`)];
}
