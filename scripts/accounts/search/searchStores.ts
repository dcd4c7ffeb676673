import type { Firestore } from 'firebase-admin/firestore';
import type { Cloudinary } from '../../../functions/src/platform/cloudinary/cloudinary.ts';
import type { Sql } from '../../../functions/src/platform/postgres.ts';
import type { OptionalRedis } from '../../../functions/src/platform/redis.ts';
import type { Bucket } from '../../../functions/src/platform/storage.ts';
import type { Cell, StoreName } from './cell.ts';
import type { NeedleKind, Needles } from './needles.ts';
import { readAccounts } from './readAccounts.ts';
import { readBucket } from './readBucket.ts';
import { readCloudinary } from './readCloudinary.ts';
import { readFirestore } from './readFirestore.ts';
import { readPostgres } from './readPostgres.ts';
import { readRedis } from './readRedis.ts';

/** Everything that holds data of people; null for what the project does not have. */
export interface Stores {
  sql: Sql;
  firestore: Firestore;
  redis: OptionalRedis;
  cloudinary: Cloudinary | null;
  bucket: Bucket | null;
}

/** Where something of a person was found, without saying what it is. */
export interface Finding {
  store: StoreName;
  place: string;
  column: string;
  kind: NeedleKind;
  /** In how many rows, elements or objects. */
  count: number;
}

/**
 * Searches every store for traces of people.
 *
 * @param onProgress is called with a line when a store, or a part of one, has been read
 */
export async function searchStores(
  stores: Stores,
  needles: Needles,
  onProgress: (line: string) => void = () => undefined,
): Promise<Finding[]> {
  const findings = new Map<string, Finding>();
  for await (const cell of readStores(stores, needles.source, onProgress)) {
    for (const kind of needles.kindsIn(cell.text)) {
      const { store } = cell;
      const [place, column] = [needles.mask(cell.place), needles.mask(cell.column)];
      const key = JSON.stringify([store, place, column, kind]);
      const finding = findings.get(key) ?? { store, place, column, kind, count: 0 };
      findings.set(key, { ...finding, count: finding.count + 1 });
    }
  }
  return [...findings.values()];
}

/** All text in all stores; of Postgres, only the cells that match the pattern. */
export async function* readStores(
  { sql, firestore, redis, cloudinary, bucket }: Stores,
  pattern: string,
  onProgress: (line: string) => void = () => undefined,
): AsyncGenerator<Cell> {
  yield* readPostgres(sql, pattern, (done, total) => {
    onProgress(`Postgres: ${String(done)} of ${String(total)} tables`);
  });
  yield* readFirestore(firestore, (read) => {
    onProgress(`Firestore: ${String(read)} documents`);
  });
  onProgress('Redis');
  yield* readRedis(redis);
  onProgress('Bucket');
  yield* readBucket(bucket);
  onProgress('Cloudinary');
  yield* readCloudinary(cloudinary);
  onProgress('Accounts');
  yield* readAccounts();
}
