import type { Firestore } from '../../src/platform/firestore.ts';
import { withoutMessage, type Incoming } from '../../src/sync/pipeline/prepare.ts';
import { deletion, upsert } from '../../src/sync/pipeline/snapshot.ts';
import { Writer } from '../../src/sync/pipeline/writer.ts';
import { migratedDatabase, type TestDatabase } from './database.ts';
import { emptyFirestore } from './firestore.ts';
import { ALL } from './state.ts';

/** An empty Firestore, an empty Postgres, and the live pipeline between them. */
export class Stores {
  readonly firestore: Firestore;
  readonly database: TestDatabase;
  readonly writer: Writer;

  private constructor(firestore: Firestore, database: TestDatabase) {
    this.firestore = firestore;
    this.database = database;
    this.writer = new Writer(database.sql, ALL);
  }

  static async open(): Promise<Stores> {
    return new Stores(emptyFirestore().firestore, await migratedDatabase());
  }

  /** Writes a document, or deletes it when `data` is null, and applies the change. */
  async write(path: string, data: object | null): Promise<Incoming> {
    const ref = this.firestore.doc(path);
    const before = await ref.get();
    if (data === null) await ref.delete();
    else await ref.set(data);
    const event = withoutMessage(data === null ? deletion(before) : upsert(await ref.get()));
    await this.writer.apply([event]);
    return event;
  }

  async close(): Promise<void> {
    await this.firestore.terminate();
    await this.database.drop();
  }
}
