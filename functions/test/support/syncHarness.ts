import type { Firestore } from '../../src/platform/firestore.ts';
import { allCollections } from '../../src/sync/collections/index.ts';
import { toIncomingChange, type IncomingChange } from '../../src/sync/pipeline/prepareChange.ts';
import { toDelete, toUpsert } from '../../src/sync/pipeline/snapshotToChange.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { migratedDatabase, type TestDatabase } from './database.ts';
import { emptyFirestore } from './firestore.ts';

/** An empty emulated Firestore, an empty Postgres, and the writer between them. */
export class SyncHarness {
  readonly firestore: Firestore;
  readonly database: TestDatabase;
  readonly writer: Writer;

  private constructor(firestore: Firestore, database: TestDatabase) {
    this.firestore = firestore;
    this.database = database;
    this.writer = new Writer(database.sql, allCollections);
  }

  static async open(): Promise<SyncHarness> {
    return new SyncHarness(emptyFirestore().firestore, await migratedDatabase());
  }

  /** Writes a document, or deletes it when `data` is null, and applies the change to Postgres. */
  async write(path: string, data: object | null): Promise<IncomingChange> {
    const ref = this.firestore.doc(path);
    const before = await ref.get();
    if (data === null) await ref.delete();
    else await ref.set(data);
    const event = toIncomingChange(data === null ? toDelete(before) : toUpsert(await ref.get()));
    await this.writer.apply([event]);
    return event;
  }

  async close(): Promise<void> {
    await this.firestore.terminate();
    await this.database.drop();
  }
}
