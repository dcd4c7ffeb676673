import type { DataFile } from './dataFile.ts';
import { ACCOUNT_FILE } from './sources/account.ts';
import { ACT_FILES } from './sources/acts.ts';
import { CACHE_FILE } from './sources/cache.ts';
import { DOCUMENT_FILES } from './sources/documents.ts';
import { TABLE_FILES } from './sources/tables.ts';

/** Every file of records that an archive has, whether or not there are any. */
export const DATA_FILES: readonly DataFile[] = [
  ACCOUNT_FILE,
  ...DOCUMENT_FILES,
  ...TABLE_FILES,
  ...ACT_FILES,
  CACHE_FILE,
];
